// SPDX-License-Identifier: Apache-2.0
// Links between chips (ISAAC's HyperTransport): carry the pixels of one layer to another one that
// stands on other chips, or those of the images from outside. One pixel after the other, all links
// of a chip together; a pixel that several chips need passes once for each.
// Not modelled: several layers that share the links of a chip at the same time.
#pragma once

#include "arch/memristor/messages.h"
#include "sim/fabric/channel.h"

namespace arch::memristor {

class Link : public sim::fabric::Process {
 public:
  /// Pixels that do not come from the channel but from outside of the machine.
  struct Own {
    std::int64_t pixels = 0;  ///< of a turn
    int turns = 1;
    bool waits = false;  ///< for each turn's start
  };

  /// `cycles` of the tile's clock `period` for each pixel.
  Link(sim::fabric::Simulation& simulation, const std::string& name, sim::Time period,
       sim::Cycles cycles, const Own& own)
      : Process(simulation, name, period), cycles_(cycles), own_(own) {}

  sim::fabric::In<Pixel> arriving{*this};
  sim::fabric::Out<Pixel> leaving{*this};
  sim::fabric::In<Turn> start{*this};

 private:
  sim::fabric::Behaviour run() override;

  sim::Cycles cycles_;
  Own own_;
};

}  // namespace arch::memristor
