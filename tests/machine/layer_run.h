// SPDX-License-Identifier: Apache-2.0
// What tests of every machine ask of a run.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/machine/machine.h"

namespace sim::machine::test {

/// A figure of a run; sim::Fault if it has none of this name.
double figure(const LayerRun& run, const std::string& name);

/// How often a component did something; sim::Fault if no component has this path.
std::int64_t count(const ledger::Ledger& ledger, const std::string& path, const std::string& verb);
std::int64_t count(const LayerRun& run, const std::string& path, const std::string& verb);

/// Whether two engines report the same: outputs, times, stalls, counts, figures and phases.
bool same(const LayerRun& a, const LayerRun& b);
/// Whether a run without values reports the same but for what is of values.
bool same_without_values(const LayerRun& with, const LayerRun& without);
bool same(const std::vector<BlockTime>& a, const std::vector<BlockTime>& b);

/// Whether every cycle of every block until `end` is one of busy, idle and stalled.
bool account_for_all_time(const std::vector<BlockTime>& blocks, Time end);

/// The reference's sums of all inputs of a layer.
std::vector<std::int64_t> reference(const workload::Shape& shape,
                                    const workload::WeightMatrix& weights,
                                    const workload::Vectors& inputs);

/// What the user is told of his mistake by `call`; empty if it is none.
std::string message_of(const std::function<void()>& call);

}  // namespace sim::machine::test
