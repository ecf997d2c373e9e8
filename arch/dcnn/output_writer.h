// SPDX-License-Identifier: Apache-2.0
// The part of the DRAM controller that takes the finished outputs of all PEs to DRAM, if the layer
// does not fit the activation RAMs.
//
// Per cycle: as many bytes as the DRAM takes, in bursts between which other streams are served. It
// collects a group of filters from all PEs, then writes it. Does nothing for a layer whose outputs
// stay on the chip.
#pragma once

#include <deque>
#include <vector>

#include "arch/dcnn/config.h"
#include "arch/dcnn/mapper.h"
#include "arch/dcnn/messages.h"
#include "sim/fabric/arbiter.h"
#include "sim/fabric/channel.h"
#include "sim/parts/dram_stream.h"

namespace arch::dcnn {

class OutputWriter : public sim::fabric::Process {
 public:
  OutputWriter(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
               int images, sim::fabric::Arbiter& dram);
  static constexpr std::size_t dram_client = 2;

  std::deque<sim::fabric::In<Outputs>> outputs;  ///< of every PE

  std::int64_t dram_bits() const { return stream_.bits(); }
  /// When each image was in DRAM.
  const std::vector<sim::Time>& image_ends() const { return image_ends_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour write(std::int64_t bits);

  const Config& config_;
  const Mapping& mapping_;
  int images_;
  sim::fabric::Arbiter& dram_;
  sim::parts::DramStream stream_;
  std::vector<sim::Time> image_ends_;
};

}  // namespace arch::dcnn
