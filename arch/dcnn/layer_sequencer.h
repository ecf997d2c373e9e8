// SPDX-License-Identifier: Apache-2.0
// The layer sequencer (SCNN section IV) as far as it concerns weights: streams them from DRAM and
// broadcasts them to all PEs, for every image, pass and group of filters anew.
//
// Per cycle: as many bytes as the DRAM delivers while no other stream is served. A block (the
// weight vectors of a group of filters for one vector of terms) is broadcast in the cycle of its
// last byte, and when every PE has room for it; until then it waits here and nothing more is asked
// for. The DRAM's latency is seen once. Not modelled: the width of the broadcast bus; weights that
// stay on the chip for the next image.
#pragma once

#include "arch/dcnn/config.h"
#include "arch/dcnn/mapper.h"
#include "arch/dcnn/messages.h"
#include "sim/fabric/arbiter.h"
#include "sim/fabric/channel.h"
#include "sim/parts/dram_stream.h"

namespace arch::dcnn {

class LayerSequencer : public sim::fabric::Process {
 public:
  LayerSequencer(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
                 int images, sim::fabric::Arbiter& dram);
  static constexpr std::size_t dram_client = 0;

  sim::fabric::Out<WeightBlock> weights{*this};

  /// Weight vectors broadcast.
  std::int64_t vectors() const { return vectors_; }
  std::int64_t blocks() const { return blocks_; }
  std::int64_t dram_bits() const { return stream_.bits(); }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour broadcast(std::int32_t filter_group, std::int32_t vector);

  const Config& config_;
  const Mapping& mapping_;
  int images_;
  sim::fabric::Arbiter& dram_;
  sim::parts::DramStream stream_;
  std::int64_t vectors_ = 0;
  std::int64_t blocks_ = 0;
};

}  // namespace arch::dcnn
