// SPDX-License-Identifier: Apache-2.0
// A memory that several processes share: SRAM with ports, or DRAM with one channel. An access waits
// for a port, moves `bytes_per_cycle` of data per cycle, and is complete `latency` cycles after its
// last word. A memory that only one block uses needs none of this: the block spends the cycles.
// Not modelled: DRAM banks, rows and refresh (the latency is their average).
#pragma once

#include <string>

#include "sim/fabric/arbiter.h"

namespace sim::fabric {

struct MemoryShape {
  Time period{0};              ///< clock of the memory, 2 ps or more
  double bytes_per_cycle = 0;  ///< width of a port; for DRAM bandwidth over clock
  Cycles latency = 0;          ///< from the last word's transfer to its arrival
  std::size_t ports = 1;
  Policy policy = Policy::round_robin;
};

class Memory {
 public:
  Memory(Simulation& simulation, std::string name, const MemoryShape& shape, std::size_t clients);

  /// Reads or writes `bytes` (at least 1); the process goes on when they have arrived.
  Behaviour access(Process& process, std::size_t client, std::int64_t bytes);
  /// Cycles for which an access of `bytes` holds a port.
  Cycles transfer_cycles(std::int64_t bytes) const;
  std::int64_t bytes_moved() const { return bytes_moved_; }

 private:
  MemoryShape shape_;
  Arbiter arbiter_;
  std::int64_t bytes_moved_ = 0;
};

}  // namespace sim::fabric
