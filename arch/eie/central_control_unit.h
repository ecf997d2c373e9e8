// SPDX-License-Identifier: Apache-2.0
// Central control unit (EIE section IV): root of the leading non-zero detection tree. In computing
// mode it collects the non-zero activations and broadcasts them, with their column, to the queues
// of all PEs; in I/O mode it fills the SRAMs.
//
// Per cycle: one broadcast, or none while any queue is full or a row of lanes holds no further
// non-zero. Before each batch of inputs it moves the batch from the activation SRAMs to the source
// registers. The bias column follows the last input, as an activation in lane 0 of a row of its
// own. A vector ends when every PE has written its outputs.
// Not modelled: the DMA's set-up; overlap of loading with computing.
#pragma once

#include <span>
#include <vector>

#include "arch/eie/config.h"
#include "arch/eie/inventory.h"
#include "arch/eie/mapper.h"
#include "arch/eie/messages.h"
#include "arch/eie/parts/leading_nonzero_detection.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"

namespace arch::eie {

class CentralControlUnit : public sim::fabric::Process {
 public:
  /// Broadcasts each row of `vectors` (inputs of the layer, without the bias) in turn.
  CentralControlUnit(sim::fabric::Simulation& simulation, const Config& config,
                     const Mapping& mapping, std::span<const std::int16_t> vectors,
                     std::int16_t bias_input, sim::fabric::Barrier& all_idle);

  sim::fabric::Out<Activation> activations{*this};

  const ControlCounts& counts() const { return counts_; }
  /// When each vector's outputs were complete.
  const std::vector<sim::Time>& vector_ends() const { return vector_ends_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour compute(std::span<const std::int16_t> vector);
  sim::fabric::Behaviour load(const Tile& tile);
  sim::fabric::Behaviour fill_source_registers(const Tile& tile);
  sim::fabric::Behaviour broadcast(const Tile& tile, std::span<const std::int16_t> vector);

  const Config& config_;
  const Mapping& mapping_;
  std::span<const std::int16_t> vectors_;
  std::int16_t bias_input_;
  sim::fabric::Barrier& all_idle_;
  LeadingNonzeroDetection detection_;
  ControlCounts counts_;
  std::vector<sim::Time> vector_ends_;
};

}  // namespace arch::eie
