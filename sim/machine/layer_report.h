// SPDX-License-Identifier: Apache-2.0
// What is reported of a layer that has run: its proof, its counts and its bill.
#pragma once

#include "sim/ledger/bill.h"
#include "sim/ledger/price_list.h"
#include "sim/machine/layer_tensors.h"
#include "sim/machine/machine.h"
#include "sim/machine/result.h"

namespace sim::machine {

/// A result that has only the layer's name and kind. UserError if the machine refuses the layer.
LayerResult begin_result(const Machine& machine, const workload::Layer& layer);

/// Proves the sums equal to the reference's, or on a machine that is not exact to the machine's own
/// definition, and says how many were saturated and rightly classified. A Fault where they differ.
/// Of a run without values there is nothing to prove.
void judge(const Machine& machine, const LayerJob& job, const LayerTensors& tensors,
           const std::vector<std::int64_t>& sums, LayerResult& result);

/// Time, counts and energy; standing power is drawn for `powered`. `result` has its vectors.
void present(const LayerRun& run, const workload::Layer& layer, const ledger::PriceList& prices,
             Time powered, LayerResult& result);

std::vector<ComponentResult> components_of(const ledger::Bill& bill);
StandingShares standing_of(const ledger::Shares& shares);

/// Two operations for every multiplication that fits in a second.
double peak_gops(double mac_slots_per_cycle, Time period);

}  // namespace sim::machine
