// SPDX-License-Identifier: Apache-2.0
// Jobs in worker processes: a fork each, as many at a time as asked for. A SystemC kernel lives
// once per process, and a job that crashes takes nobody with it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace sim::explore {

/// What became of a job: its answer, or how its worker ended instead ("its worker was killed by
/// signal 11 (Segmentation fault)").
struct Outcome {
  bool answered = false;
  std::string text;
};

/// Runs jobs 0 ... jobs-1, at most `parallel` at a time. `work` runs in the worker and returns the
/// answer. `done` runs here, in the order in which workers finish.
/// Throws Fault if the system gives no process or pipe.
void run_in_workers(std::size_t jobs, std::size_t parallel,
                    const std::function<std::string(std::size_t)>& work,
                    const std::function<void(std::size_t, const Outcome&)>& done);

}  // namespace sim::explore
