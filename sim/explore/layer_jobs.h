// SPDX-License-Identifier: Apache-2.0
// Which layers one worker runs, and in which order workers begin.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/machine/setup.h"
#include "sim/workload/network.h"

namespace sim::explore {

/// One layer to run. Setups and networks outlive the run.
struct LayerRequest {
  const machine::Setup* setup = nullptr;
  const workload::Network* network = nullptr;
  std::size_t layer = 0;
  /// On a machine that takes networks: requests of one number are layers of one network, in their
  /// order.
  std::size_t job = 0;
};

/// Positions of requests that one worker answers one after the other.
using RequestChain = std::vector<std::size_t>;

/// A chain per layer; but a network that runs as one job is one, and on a machine that is not
/// exact, a layer that takes the outputs of the one before follows it in its chain, if that is
/// requested just before it: what such a machine hands on is not known until it has run. Chains
/// with many multiplications come first, so that no core is left with the longest one at the end;
/// equal ones as they stand.
std::vector<RequestChain> heaviest_first(const std::vector<LayerRequest>& requests);

}  // namespace sim::explore
