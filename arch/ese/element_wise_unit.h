// SPDX-License-Identifier: Apache-2.0
// The element-wise units of all channels (ElemMul, adder tree, sigmoid and tanh tables), which do
// the same at the same time.
//
// Per cycle: each begins `elements_per_cycle` elements of the pass that the controller commands;
// the last one is written when the pipeline has drained. All passes go through all stages. At the
// end of each state it arrives at the barrier with the PEs. Not modelled: conflicts in the vector
// buffers, which have a bank for each of a pass's operands.
#pragma once

#include "arch/ese/config.h"
#include "arch/ese/inventory.h"
#include "arch/ese/mapper.h"
#include "arch/ese/messages.h"
#include "arch/ese/parts/element_wise.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"

namespace arch::ese {

class ElementWiseUnit : public sim::fabric::Process {
 public:
  ElementWiseUnit(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
                  ElementWise arithmetic, sim::fabric::Barrier& state_done);

  sim::fabric::In<Command> commands{*this};

  const ElementWiseCounts& counts() const { return counts_; }

 private:
  sim::fabric::Behaviour run() override;

  const Config& config_;
  const Mapping& mapping_;
  ElementWise arithmetic_;
  sim::fabric::Barrier& state_done_;
  ElementWiseCounts counts_;
};

}  // namespace arch::ese
