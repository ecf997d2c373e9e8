// SPDX-License-Identifier: Apache-2.0
// Output stage: when a tile is complete it rounds and rectifies the sums of all PEs and writes them
// to the output memory, while the PEs fill another set of accumulators.
//
// Per cycle: one sum of every PE, and one word of every bank; a tile takes as many cycles as it has
// pixels, or as its busiest bank has words. Outputs of the tile that stand in one word are written
// together. Outputs that do not fit the memory go on to DRAM.
// Not modelled: pooling, additions of shortcuts.
#pragma once

#include <deque>
#include <vector>

#include "arch/pcnn/mapper.h"
#include "arch/pcnn/messages.h"
#include "arch/pcnn/parts/bank_accesses.h"
#include "sim/fabric/arbiter.h"
#include "sim/fabric/channel.h"
#include "sim/parts/dram_stream.h"

namespace arch::pcnn {

class OutputStage : public sim::fabric::Process {
 public:
  OutputStage(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
              std::size_t images, sim::fabric::Arbiter& dram);
  static constexpr std::size_t dram_client = 2;

  std::deque<sim::fabric::In<FinishedTile>> finished;  ///< of every PE
  sim::fabric::Out<FreeAccumulators> free_accumulators{*this};

  std::int64_t outputs() const { return outputs_; }
  /// Words written to all banks.
  std::int64_t words() const { return words_; }
  std::int64_t dram_bits() const { return stream_.bits(); }
  /// When each image was complete.
  const std::vector<sim::Time>& image_ends() const { return image_ends_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour drain(const Pass& pass, const Round& round, const PixelTile& tile);
  sim::Cycles write(const Pass& pass, const Round& round, const PixelTile& tile);

  const Config& config_;
  const Mapping& mapping_;
  std::size_t images_;
  sim::fabric::Arbiter& dram_;
  sim::parts::DramStream stream_;
  BankAccesses banks_;
  std::int64_t outputs_ = 0;
  std::int64_t words_ = 0;
  std::vector<sim::Time> image_ends_;
};

}  // namespace arch::pcnn
