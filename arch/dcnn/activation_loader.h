// SPDX-License-Identifier: Apache-2.0
// The part of the DRAM controller that brings the inputs of a pass to the activation RAMs, if the
// layer does not fit them. Two passes have room: one is loaded while the other is computed.
//
// Per cycle: as many bytes as the DRAM delivers, in bursts between which other streams are served.
// Zero-run coded inputs take fewer. Does nothing for a layer whose inputs are on the chip.
#pragma once

#include <deque>
#include <span>

#include "arch/dcnn/config.h"
#include "arch/dcnn/mapper.h"
#include "arch/dcnn/messages.h"
#include "sim/fabric/arbiter.h"
#include "sim/fabric/channel.h"
#include "sim/parts/dram_stream.h"

namespace arch::dcnn {

class ActivationLoader : public sim::fabric::Process {
 public:
  ActivationLoader(sim::fabric::Simulation& simulation, const Config& config,
                   const Mapping& mapping, const sim::workload::Vectors& images,
                   sim::fabric::Arbiter& dram);
  static constexpr std::size_t dram_client = 1;
  static constexpr int buffers = 2;

  sim::fabric::Out<InputTile> tiles{*this};
  std::deque<sim::fabric::In<Freed>> freed;  ///< one of every PE: it is done with a pass

  std::int64_t dram_bits() const { return stream_.bits(); }
  std::int64_t words() const { return words_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour load(std::int64_t bits);
  std::int64_t bits_of(std::span<const std::int16_t> image, const Pass& pass) const;

  const Config& config_;
  const Mapping& mapping_;
  const sim::workload::Vectors& images_;
  sim::fabric::Arbiter& dram_;
  sim::parts::DramStream stream_;
  std::int64_t words_ = 0;
};

}  // namespace arch::dcnn
