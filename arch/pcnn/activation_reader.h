// SPDX-License-Identifier: Apache-2.0
// Reads patches from the input memory and broadcasts them to the PEs: for every round and tile the
// patches of all channels, slab by slab.
//
// Per cycle: one word of every bank, as far as it holds words of the slab; a slab takes as many
// cycles as its busiest bank has words. While the PEs work on one half of the activation buffer,
// the other is filled. Inputs stand channel by channel, row by row, without gaps.
// Not modelled: conflicts with the DRAM's writes of the next rows (the other half of the memory).
#pragma once

#include "arch/pcnn/mapper.h"
#include "arch/pcnn/messages.h"
#include "arch/pcnn/parts/bank_accesses.h"
#include "sim/fabric/channel.h"

namespace arch::pcnn {

class ActivationReader : public sim::fabric::Process {
 public:
  ActivationReader(sim::fabric::Simulation& simulation, const Config& config,
                   const Mapping& mapping, std::size_t images);
  static constexpr std::size_t buffer_halves = 2;

  sim::fabric::In<LoadedRows> rows{*this};  ///< used if there are several passes
  sim::fabric::Out<Patches> patches{*this};

  /// Words read from all banks.
  std::int64_t words() const { return words_; }
  /// Activations written to the buffer, without padding.
  std::int64_t activations() const { return activations_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour read(const Pass& pass, const Round& round, const PixelTile& tile);
  sim::Cycles fetch(const Pass& pass, const PixelTile& tile, int first_channel, int end_channel);

  const Mapping& mapping_;
  std::size_t images_;
  BankAccesses banks_;
  std::int64_t words_ = 0;
  std::int64_t activations_ = 0;
};

}  // namespace arch::pcnn
