// SPDX-License-Identifier: Apache-2.0
// Jobs in worker processes: a fork each, as many at a time as asked for. A SystemC kernel lives
// once per process, and a job that crashes takes nobody with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace sim::explore {

/// What became of a job: its answer, or how its worker ended instead ("its worker was killed by
/// signal 11 (Segmentation fault)").
struct Outcome {
  bool answered = false;
  std::string text;
  bool killed = false;  ///< by SIGKILL, which nobody does to himself; not at its limit
};

/// What a job may take; 0: as much as it likes.
struct Limits {
  double seconds = 0;             ///< by the clock on the wall
  std::int64_t memory_bytes = 0;  ///< beyond what its parent had
};

using Work = std::function<std::string(std::size_t)>;
using Done = std::function<void(std::size_t, const Outcome&)>;

/// Runs jobs 0 ... jobs-1, at most `parallel` at a time. `work` runs in the worker and returns the
/// answer. `done` runs here, in the order in which workers finish. A worker beyond its limits is
/// ended.
/// Throws Fault if the system gives no process or pipe.
void run_in_workers(std::size_t jobs, std::size_t parallel, const Work& work, const Done& done,
                    const Limits& limits = {});

}  // namespace sim::explore
