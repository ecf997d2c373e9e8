// SPDX-License-Identifier: Apache-2.0
// The post-processing unit of a PE (PPU): takes the sums of a finished group of filters from their
// set of accumulators, rounds them and applies ReLU, and writes them to the activation RAM, or
// codes them for DRAM.
//
// Per cycle: a few sums. The set is free when its last sum has been read. Outputs that go to DRAM
// are handed on when the group is complete. Not modelled: pooling.
#pragma once

#include <vector>

#include "arch/dcnn/config.h"
#include "arch/dcnn/mapper.h"
#include "arch/dcnn/messages.h"
#include "sim/fabric/channel.h"
#include "sim/workload/output_stage.h"

namespace arch::dcnn {

class PostProcessingUnit : public sim::fabric::Process {
 public:
  PostProcessingUnit(sim::fabric::Simulation& simulation, const Config& config, int number,
                     const Mapping& mapping, const sim::workload::OutputStage& stage);

  sim::fabric::In<Sums> finished{*this};
  sim::fabric::Out<Freed> free_accumulators{*this};
  sim::fabric::Out<Outputs> outputs{*this};

  std::int64_t sums() const { return sums_; }
  /// When each image was complete.
  const std::vector<sim::Time>& image_ends() const { return image_ends_; }

 private:
  sim::fabric::Behaviour run() override;
  Outputs narrowed(std::span<const std::int64_t> values);

  const Config& config_;
  const Mapping& mapping_;
  const sim::workload::OutputStage& stage_;
  std::int64_t sums_ = 0;
  std::vector<sim::Time> image_ends_;
};

}  // namespace arch::dcnn
