// SPDX-License-Identifier: Apache-2.0
// Post-processing unit (SCNN section IV): when a group is complete it exchanges halo sums with the
// neighbouring PEs, rectifies and compresses the outputs, and writes them to the output RAM, while
// the PE works on the next group.
//
// Per cycle: some halo sums, then some outputs; fewer if they go on to DRAM. Neighbours leave the
// barrier together and exchange in the same cycles. Not modelled: waiting for a neighbour whose
// unit is still busy with the group before; pooling.
#pragma once

#include "arch/scnn/inventory.h"
#include "arch/scnn/mapper.h"
#include "arch/scnn/messages.h"
#include "sim/fabric/channel.h"

namespace arch::scnn {

class PostProcessingUnit : public sim::fabric::Process {
 public:
  PostProcessingUnit(sim::fabric::Simulation& simulation, const Config& config, int number,
                     const Mapping& mapping);

  sim::fabric::In<FinishedGroup> finished{*this};
  sim::fabric::Out<Token> empty_buffers{*this};

  const PeCounts& counts() const { return counts_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::Cycles output_cycles(std::int64_t outputs) const;

  const Config& config_;
  int number_;
  const Mapping& mapping_;
  PeCounts counts_;
};

}  // namespace arch::scnn
