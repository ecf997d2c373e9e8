// SPDX-License-Identifier: Apache-2.0
// Runs layers of networks on machines, one worker each.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/machine/job.h"
#include "sim/machine/setup.h"

namespace sim::explore {

/// One layer to run. Setups and networks outlive the run.
struct LayerRequest {
  const machine::Setup* setup = nullptr;
  const workload::Network* network = nullptr;
  std::size_t layer = 0;
};

/// A result or a failure.
struct LayerAnswer {
  bool ran = false;
  machine::LayerResult result;
  machine::LayerFailure failure;
};

struct RunOptions {
  fabric::Engine engine = fabric::Engine::decoupled;
  std::size_t jobs = 1;
  /// Called after each layer with the numbers of finished ones and of all.
  std::function<void(std::size_t, std::size_t)> progress = [](std::size_t, std::size_t) {};
};

/// The requests' indices in the order in which they are begun: layers with many multiplications
/// first, so that no core is left with the longest one at the end; equal ones as they stand.
std::vector<std::size_t> heaviest_first(const std::vector<LayerRequest>& requests);

/// The answers in the order of the requests, whatever the number of jobs.
std::vector<LayerAnswer> run_layers(const std::vector<LayerRequest>& requests,
                                    const RunOptions& options);

/// The positions of the named layers in the order of the network, all if `names` is empty.
/// UserError for unknown names.
std::vector<std::size_t> chosen_layers(const workload::Network& network,
                                       const std::vector<std::string>& names);

/// Runs the named layers of a network, all if `layers` is empty. UserError for an unknown name.
machine::RunResult run_network(const machine::Setup& setup, const workload::Network& network,
                               const std::vector<std::string>& layers, const RunOptions& options);

}  // namespace sim::explore
