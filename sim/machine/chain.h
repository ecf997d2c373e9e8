// SPDX-License-Identifier: Apache-2.0
// Why a run takes as long as it does: its chain of causes, by kinds of blocks.
#pragma once

#include <vector>

#include "sim/fabric/timeline.h"
#include "sim/machine/result.h"

namespace sim::machine {

/// The time line's critical path, equal parts of blocks of one kind together. Cycles add up to
/// those of the run.
std::vector<ChainResult> chain_of_causes(const fabric::Timeline& timeline, Time period);

}  // namespace sim::machine
