// SPDX-License-Identifier: Apache-2.0
// Central control unit (EIE section IV): root of the leading non-zero detection tree. In computing
// mode it collects the non-zero activations and broadcasts them, with their column, to the queues
// of all PEs; in I/O mode it fills the SRAMs.
//
// Per cycle: one broadcast, or none while any queue is full or a row of lanes holds no further
// non-zero. Before each batch of inputs it moves the batch from the activation SRAMs to the source
// registers. The bias column follows the last input, as an activation in lane 0 of a row of its
// own. A vector ends when every PE has written its outputs.
//
// A convolution's vectors are the windows of its output pixels, pixel by pixel, of one group after
// the other. The PEs have no paths to move activations from one window's places to another's, so
// the host gathers them: in I/O mode each arrives before its vector and the outputs leave behind
// it. The activations of a fully connected layer are where they were written.
// Not modelled: the DMA's set-up; overlap of loading with computing, which are two modes.
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
  /// Broadcasts the vectors of each of `images` (inputs of the layer) in turn.
  CentralControlUnit(sim::fabric::Simulation& simulation, const Config& config,
                     const Mapping& mapping, const sim::workload::Vectors& images,
                     std::int16_t bias_input, sim::fabric::Barrier& all_idle);

  sim::fabric::Out<Activation> activations{*this};

  const ControlCounts& counts() const { return counts_; }
  /// When each image's outputs were complete.
  const std::vector<sim::Time>& image_ends() const { return image_ends_; }
  /// How long windows arrived and their outputs left.
  sim::Cycles window_cycles() const { return window_cycles_; }
  /// Non-zeros of the columns that were broadcast, which PEs do not look at without values.
  std::int64_t updates() const { return updates_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour compute(std::size_t image, int group);
  sim::fabric::Behaviour compute(std::span<const Tile> tiles, std::span<const std::int16_t> vector);
  sim::fabric::Behaviour load(const Tile& tile, bool all_are_idle);
  sim::fabric::Behaviour move_window(std::int32_t values, std::int64_t& bits);
  sim::fabric::Behaviour fill_source_registers(const Tile& tile);
  sim::fabric::Behaviour broadcast(const Tile& tile, std::span<const std::int16_t> vector);
  sim::Cycles io_cycles(std::int64_t bits) const;
  static constexpr int columns_ahead = 16;
  std::size_t prefetch(const Tile& tile, std::span<const std::int16_t> vector,
                       std::size_t from) const;
  void count(const Tile& tile, std::int32_t column);

  const Config& config_;
  const Mapping& mapping_;
  const sim::workload::Vectors& images_;
  std::int16_t bias_input_;
  sim::fabric::Barrier& all_idle_;
  LeadingNonzeroDetection detection_;
  const Tile* loaded_ = nullptr;  ///< with it began what the SRAMs hold
  sim::Cycles window_cycles_ = 0;
  std::int64_t updates_ = 0;
  ControlCounts counts_;
  std::vector<sim::Time> image_ends_;
};

}  // namespace arch::eie
