// SPDX-License-Identifier: Apache-2.0
// One line on standard error that says how far a command is.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "sim/explore/sweep/run_sweep.h"

namespace sim::cli {

/// A callback that shows "what: n of total" and wipes the line at the end; nothing unless wanted.
std::function<void(std::size_t, std::size_t)> progress_line(bool wanted, std::string what);

/// "12 of 60 points, 3.0/s, 16 s left, 1 failed": the rate is that of the points that have finished
/// since there were `before`, in so many seconds; none until one has.
std::string progress_text(const explore::sweep::Progress& progress, std::size_t before,
                          double seconds);

/// What a sweep shows of itself: on a terminal a line with a bar, ten times a second, wiped at the
/// end; else a plain line every half a minute.
class SweepProgress {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// What is to be printed now; mostly nothing. `columns` of the terminal; 0: there is none.
  std::string after(const explore::sweep::Progress& progress, Time now, std::size_t columns);

 private:
  struct Beginning {
    Time time;
    std::size_t finished;  ///< says nothing about the rate
  };
  std::optional<Beginning> beginning_;
  Time shown_;
  bool visible_ = false;
};

/// Prints that on standard error.
std::function<void(const explore::sweep::Progress&)> sweep_progress(bool terminal);

/// The number of worker processes for `--jobs N`: N, or the machine's cores for 0.
std::size_t worker_count(std::size_t jobs);

}  // namespace sim::cli
