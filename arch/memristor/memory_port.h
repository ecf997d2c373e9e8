// SPDX-License-Identifier: Apache-2.0
// Takes a layer's pixels out over the chip's links, to memory outside of the
// machine, where they wait until the arrays of the layers that need them are
// programmed. One pixel after the other, all links of a chip together; the
// links' other direction is not disturbed. Not modelled: the memory; several
// layers that share the links of a chip at the same time.
#pragma once

#include "arch/memristor/messages.h"
#include "sim/fabric/channel.h"

namespace arch::memristor {

class MemoryPort : public sim::fabric::Process {
 public:
  /// `cycles` of the tile's clock `period` for each of the `pixels` of a turn.
  MemoryPort(sim::fabric::Simulation& simulation, const std::string& name, sim::Time period,
             sim::Cycles cycles, std::int64_t pixels)
      : Process(simulation, name, period), cycles_(cycles), pixels_(pixels) {}

  sim::fabric::In<Pixel> arriving{*this};
  sim::fabric::Out<Turn> ended{*this};

 private:
  sim::fabric::Behaviour run() override;

  sim::Cycles cycles_;
  std::int64_t pixels_;
};

}  // namespace arch::memristor
