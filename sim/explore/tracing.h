// SPDX-License-Identifier: Apache-2.0
// What is kept of the blocks' time lines while jobs run.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "sim/explore/layer_jobs.h"
#include "sim/fabric/timeline.h"
#include "sim/machine/result.h"

namespace sim::explore {

/// Cycles of the machine from `from` up to, but without, `to`.
struct CycleWindow {
  Cycles from = 0;
  Cycles to = std::numeric_limits<Cycles>::max();
};

struct Tracing {
  /// If there is one: called in the worker with what the blocks of a job waited for. A job is a
  /// layer, or a network that runs as one: its first request's number, its name, and the machine's
  /// cycle.
  std::function<void(std::size_t, const std::string&, Time, const fabric::Timeline&)> keep;
  CycleWindow cycles;     ///< that are kept
  bool explains = false;  ///< results have their chains of causes, which needs all cycles

  bool wanted() const { return explains || keep; }
};

/// A job on a time line, which is null if none is wanted.
using TracedJob = std::function<std::vector<machine::LayerAnswer>(fabric::Timeline*)>;

/// Runs a job, in the worker; `number` is that of its first request.
std::vector<machine::LayerAnswer> run_traced(const Tracing& tracing, const LayerRequest& request,
                                             std::size_t number, const TracedJob& job);

}  // namespace sim::explore
