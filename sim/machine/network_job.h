// SPDX-License-Identifier: Apache-2.0
// A network on a machine that runs its layers at the same time: one job. Tensors are made, computed
// with and proved layer after layer, so that only one layer's are there at a time.
#pragma once

#include <vector>

#include "sim/ledger/price_list.h"
#include "sim/machine/layer_tensors.h"
#include "sim/machine/machine.h"
#include "sim/machine/result.h"

namespace sim::machine {

struct NetworkTask {
  const workload::Network& network;
  std::vector<std::size_t> layers;  ///< ascending; at least one
  /// Of all layers of the network: see flowing_inputs(). Used where a layer without activations of
  /// its own does not follow the one before; on a machine that is not exact, it takes its outputs.
  const std::vector<workload::Vectors>* flowing_inputs = nullptr;
  fabric::Engine engine = fabric::Engine::decoupled;
  fabric::Timeline* timeline = nullptr;  ///< records the waits of all blocks
  bool values = true;                    ///< false: not computed, where the machine can do without
};

/// An answer for each layer. If one fails, its failure says why, and the others that it did.
std::vector<LayerAnswer> run_network(const Machine& machine, const ledger::PriceList& prices,
                                     const NetworkTask& task);

}  // namespace sim::machine
