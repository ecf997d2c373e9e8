// SPDX-License-Identifier: Apache-2.0
// One layer on one machine: makes the tensors, runs, proves the output equal to the reference, and
// presents the bill.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/ledger/price_list.h"
#include "sim/machine/layer_tensors.h"
#include "sim/machine/machine.h"
#include "sim/machine/result.h"

namespace sim::machine {

struct LayerDone {
  LayerResult result;
  std::vector<std::int64_t> sums;  ///< before the output stage: narrowed() is what leaves it
};

/// UserError for what does not fit; Fault if an output differs from the reference, or on a machine
/// that is not exact from the machine's own definition.
LayerDone run_layer(const Machine& machine, const ledger::PriceList& prices, const Task& task);

/// The inventory with its areas; energies are 0.
void add_area(const Machine& machine, const ledger::PriceList& prices, RunResult& result);

/// The inventory with the energy of one of the machine's periods at full load.
std::vector<ComponentResult> full_load(const Machine& machine, const ledger::PriceList& prices);

}  // namespace sim::machine
