// SPDX-License-Identifier: Apache-2.0
// One layer on one machine: makes the tensors, runs, proves the output equal to the reference, and
// presents the bill.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sim/ledger/price_list.h"
#include "sim/machine/machine.h"
#include "sim/machine/result.h"

namespace sim::machine {

/// The inputs of every layer that takes the outputs of the layer before it, as the reference
/// computes them; empty for layers with activations of their own. Every machine's outputs are
/// proved equal to the reference's, so layers need not run one after the other.
std::vector<workload::Vectors> flowing_inputs(const workload::Network& network);

/// What one layer's run needs beside the machine.
struct Task {
  const workload::Network& network;
  std::size_t layer = 0;
  const workload::Vectors* flowing_input = nullptr;  ///< null: the layer's own activations
  fabric::Engine engine = fabric::Engine::decoupled;
};

/// UserError for what does not fit; Fault if an output differs from the reference.
LayerResult run_layer(const Machine& machine, const ledger::PriceList& prices, const Task& task);

/// The inventory with its areas; energies are 0.
void add_area(const Machine& machine, const ledger::PriceList& prices, RunResult& result);

}  // namespace sim::machine
