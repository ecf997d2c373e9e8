// SPDX-License-Identifier: Apache-2.0
// Runs layers of networks on machines, one worker each.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/explore/answer_store.h"
#include "sim/explore/layer_jobs.h"
#include "sim/explore/tracing.h"
#include "sim/fabric/simulation.h"
#include "sim/machine/result.h"

namespace sim::explore {

struct RunOptions {
  fabric::Engine engine = fabric::Engine::decoupled;
  bool values = true;  ///< false: not computed, on machines that can do without
  std::size_t jobs = 1;
  /// Answers that it has are not computed again, and new ones are kept there. Not used by the
  /// lockstep engine, which somebody asks for who wants to see it run, nor where time lines are
  /// wanted. Null: none.
  AnswerStore* store = nullptr;
  /// Called when layers have ended, with the numbers of finished ones and of all.
  std::function<void(std::size_t, std::size_t)> progress = [](std::size_t, std::size_t) {};
  Tracing tracing = {};
};

/// The answers in the order of the requests, whatever the number of jobs. A layer that takes the
/// outputs of the one before gets the reference's, or on a machine that is not exact the machine's
/// own if that layer ran just before it.
std::vector<machine::LayerAnswer> run_layers(const std::vector<LayerRequest>& requests,
                                             const RunOptions& options);

/// The positions of the named layers in the order of the network, all if `names` is empty.
/// UserError for unknown names.
std::vector<std::size_t> chosen_layers(const workload::Network& network,
                                       const std::vector<std::string>& names);

/// Runs the named layers of a network, all if `layers` is empty. UserError for an unknown name.
machine::RunResult run_network(const machine::Setup& setup, const workload::Network& network,
                               const std::vector<std::string>& layers, const RunOptions& options);

}  // namespace sim::explore
