// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/memory.h"

#include <cmath>

namespace sim::fabric {

Memory::Memory(Simulation& simulation, std::string name, const MemoryShape& shape,
               std::size_t clients)
    : shape_(shape),
      arbiter_(simulation, std::move(name), shape.period, shape.policy, clients, shape.ports) {
  if (shape.bytes_per_cycle <= 0) {
    throw Fault("memory \"" + arbiter_.name() + "\": needs a width");
  }
}

Cycles Memory::transfer_cycles(std::int64_t bytes) const {
  return static_cast<Cycles>(std::ceil(static_cast<double>(bytes) / shape_.bytes_per_cycle));
}

Behaviour Memory::access(Process& process, std::size_t client, std::int64_t bytes) {
  const auto cycles = transfer_cycles(bytes);
  co_await arbiter_.request(process, client, cycles);
  bytes_moved_ += bytes;
  const auto arrival = process.align((cycles + shape_.latency) * shape_.period);
  co_await Spend(process, arrival);
}

}  // namespace sim::fabric
