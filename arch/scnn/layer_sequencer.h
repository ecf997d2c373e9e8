// SPDX-License-Identifier: Apache-2.0
// Layer sequencer (SCNN section V): streams the compressed weights from DRAM and broadcasts them to
// the FIFOs of all PEs, for every pass, group and input channel in turn.
//
// Per cycle: one weight vector on the broadcast bus, or fewer if DRAM gives less; none while the
// FIFO of any PE has no room for the chunk.
// Not modelled: DRAM latency and pages (weights are known long in advance), contention between
// weights and activations.
#pragma once

#include "arch/scnn/mapper.h"
#include "arch/scnn/messages.h"
#include "sim/fabric/channel.h"

namespace arch::scnn {

class LayerSequencer : public sim::fabric::Process {
 public:
  LayerSequencer(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping);

  sim::fabric::Out<ChunkMessage> weights{*this};

  std::int64_t weight_bits() const { return weight_bits_; }

 private:
  sim::fabric::Behaviour run() override;

  const Config& config_;
  const Mapping& mapping_;
  std::int64_t weight_bits_ = 0;
};

}  // namespace arch::scnn
