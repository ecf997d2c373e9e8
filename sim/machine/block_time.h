// SPDX-License-Identifier: Apache-2.0
// Where the time of a block went: busy, and waiting by cause.
#pragma once

#include <string>
#include <vector>

#include "sim/fabric/simulation.h"
#include "sim/fabric/stall.h"

namespace sim::machine {

/// One kind of block, all of its instances together: times are sums over the instances.
struct BlockTime {
  std::string kind;  ///< name of the block without its number
  std::int64_t instances = 0;
  Time busy{0};
  Time idle{0};  ///< finished before the machine did
  std::vector<fabric::Stall> stalls;
};

/// A name without its number: "processing_element" of "processing_element_12".
std::string kind_of(const std::string& name);

/// The blocks of a simulation that has ended, by kind, in the order of construction.
std::vector<BlockTime> block_times(const fabric::Simulation& simulation);

/// The same of some blocks of a simulation that ended at `end`, without `prefix` in their names.
std::vector<BlockTime> block_times(const std::vector<const fabric::Process*>& processes,
                                   const std::string& prefix, Time end);

/// Adds the times of a simulation of length `span` to those of simulations that took `before`
/// together. A block that only some of them have is idle in the others.
void add_block_times(std::vector<BlockTime>& total, Time before, const std::vector<BlockTime>& next,
                     Time span);

}  // namespace sim::machine
