// SPDX-License-Identifier: Apache-2.0
// One line on standard error that says how far a command is; nothing unless it is a terminal.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "sim/explore/sweep/run_sweep.h"

namespace sim::cli {

/// A callback that shows "what: n of total" and wipes the line at the end.
std::function<void(std::size_t, std::size_t)> progress_line(bool wanted, std::string what);

/// Calls for every finished point: on a terminal a line with a bar, the rate, the time left and
/// the failures, wiped at the end; else a plain line every half a minute.
std::function<void(const explore::sweep::Progress&)> sweep_progress(bool terminal);

/// The number of worker processes for `--jobs N`: N, or the machine's cores for 0.
std::size_t worker_count(std::size_t jobs);

}  // namespace sim::cli
