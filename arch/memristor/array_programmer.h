// SPDX-License-Identifier: Apache-2.0
// Programs the arrays of a load of layers before the images stream through
// them: for each pass, when the arrays are not needed any more, row after row
// on all tiles at the same time, while the weights of the next rows arrive over
// the chips' links; whatever takes longer. Then the layers may take their
// images.
//
// Per pass: `cycles` of the tile's clock, and as long as the images take.
// Not modelled: verifying reads, failing cells, wear.
#pragma once

#include <deque>

#include "arch/memristor/messages.h"
#include "sim/fabric/channel.h"

namespace arch::memristor {

class ArrayProgrammer : public sim::fabric::Process {
 public:
  ArrayProgrammer(sim::fabric::Simulation& simulation, const std::string& name, sim::Time period,
                  sim::Cycles cycles, int passes)
      : Process(simulation, name, period), cycles_(cycles), passes_(passes) {}

  std::deque<sim::fabric::In<Turn>> before;   ///< from the programmer of the load before, or none
  std::deque<sim::fabric::Out<Turn>> starts;  ///< to those who bring the layers' pixels
  std::deque<sim::fabric::In<Turn>> ends;     ///< from those who take the load's outputs
  std::deque<sim::fabric::Out<Turn>> after;   ///< to the programmer of the next load, or none

 private:
  sim::fabric::Behaviour run() override;

  sim::Cycles cycles_;
  int passes_;
};

}  // namespace arch::memristor
