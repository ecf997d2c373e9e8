// SPDX-License-Identifier: Apache-2.0
// Jobs in worker processes that live on: each answers one job after the other, and what it has
// worked out for one is there for the next. For many short jobs. `work` itself may fork a worker
// for what is dangerous.
#pragma once

#include "sim/explore/workers.h"

namespace sim::explore {

/// Runs jobs 0 ... jobs-1 in `parallel` workers. `work` and `done` are as for run_in_workers(). A
/// worker that dies is replaced, and its job is given to another; a job that three workers did not
/// survive is lost. If `done` throws, the workers are ended.
/// Throws Fault if the system gives no process or pipe.
void run_in_crew(std::size_t jobs, std::size_t parallel, const Work& work, const Done& done);

}  // namespace sim::explore
