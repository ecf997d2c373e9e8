// SPDX-License-Identifier: Apache-2.0
// The part of the DRAM controller that brings the input rows of a pass to the input memory, if a
// layer's inputs do not fit it. Half of the memory receives the next pass while the other is used.
//
// Per cycle: as many bytes as the DRAM delivers, in bursts between which other streams are served.
// Does nothing for a layer with a single pass, whose inputs are on the chip.
#pragma once

#include "arch/pcnn/mapper.h"
#include "arch/pcnn/messages.h"
#include "sim/fabric/arbiter.h"
#include "sim/fabric/channel.h"
#include "sim/parts/dram_stream.h"

namespace arch::pcnn {

class InputLoader : public sim::fabric::Process {
 public:
  InputLoader(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
              std::size_t images, sim::fabric::Arbiter& dram);
  static constexpr std::size_t dram_client = 1;

  sim::fabric::Out<LoadedRows> rows{*this};

  std::int64_t dram_bits() const { return stream_.bits(); }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour load(std::int64_t bits);

  const Config& config_;
  const Mapping& mapping_;
  std::size_t images_;
  sim::fabric::Arbiter& dram_;
  sim::parts::DramStream stream_;
};

}  // namespace arch::pcnn
