// SPDX-License-Identifier: Apache-2.0
// Processing element (SCNN Fig. 6): multiplies every activation vector of its tile with every
// weight vector of the chunk that circulates in its FIFO, and scatters the products over the
// accumulators.
//
// Per cycle: one pair of vectors, F x I products, unless a queue of the crossbar is full. A chunk
// starts when all of it is in the FIFO, and leaves the FIFO when the last activation vector has
// passed; without activations of its channel it costs the cycle that reads their count. At the end
// of a group the pipeline drains, all PEs meet at a barrier, the accumulator buffers are swapped
// and the post-processing unit takes over; the PE waits if that one still works on the buffer
// before. With a merge unit, products of a pair with the same address are one in the queues. Sums
// outside of the outputs (padding, other passes) are accumulated like others and then
// dropped. Not modelled: bank conflicts between draining the one buffer and filling the other (they
// are two).
#pragma once

#include <optional>
#include <vector>

#include "arch/scnn/inventory.h"
#include "arch/scnn/mapper.h"
#include "arch/scnn/messages.h"
#include "arch/scnn/parts/merge_unit.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"

namespace arch::scnn {

/// The exact sums of the layer, (filters, output height, output width), which PEs add theirs to;
/// none without values.
class OutputSums {
 public:
  OutputSums(const sim::workload::Convolution& shape, bool values)
      : height_(shape.output_height()),
        width_(shape.output_width()),
        wanted_(values),
        sums_(values ? static_cast<std::size_t>(shape.filters) * height_ * width_ : 0) {}
  bool wanted() const { return wanted_; }
  std::int64_t* row(int filter, int y) {
    return sums_.data() + (static_cast<std::size_t>(filter) * height_ + y) * width_;
  }
  const std::vector<std::int64_t>& values() const { return sums_; }

 private:
  int height_, width_;
  bool wanted_;
  std::vector<std::int64_t> sums_;
};

class ProcessingElement : public sim::fabric::Process {
 public:
  ProcessingElement(sim::fabric::Simulation& simulation, const Config& config, int number,
                    const Mapping& mapping, sim::fabric::Barrier& group_end, OutputSums& outputs);

  sim::fabric::In<ChunkMessage> weights{*this};
  sim::fabric::In<Token> tiles{*this};  ///< used if there are several loads
  sim::fabric::Out<FinishedGroup> finished{*this};
  sim::fabric::In<Token> empty_buffers{*this};

  const PeCounts& counts() const { return counts_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour accumulate(std::size_t pass, std::size_t group_index);
  bool has_load(std::size_t pass, std::size_t group, int channel) const;
  sim::fabric::Behaviour await_load(std::size_t pass, std::size_t group, int channel);
  sim::Cycles multiply(const TileActivations& tile, const Chunk& chunk);
  void add_products(const Elements& activations, std::size_t first, std::size_t last,
                    const Elements& filters, std::size_t first_weight, std::size_t last_weight);
  sim::Cycles scatter(const TileActivations& tile, std::size_t first, std::size_t last,
                      const Chunk& chunk);
  sim::Cycles scatter_merged(const Chunk& chunk, const std::int32_t* offsets, int activations);
  void hand_over(std::size_t pass, const Group& group);

  const Config& config_;
  int number_;
  const Mapping& mapping_;
  sim::fabric::Barrier& group_end_;
  OutputSums& outputs_;
  std::optional<MergeUnit> merge_unit_;
  ScatterCrossbar crossbar_;
  std::size_t load_ = 0;     ///< in the RAM, or awaited
  bool is_there_ = false;    ///< it has arrived
  bool is_leaving_ = false;  ///< the next one takes its place
  sim::Time issued_{0};      ///< when the last pair was
  std::vector<std::int64_t> sums_;
  PeCounts counts_;
};

}  // namespace arch::scnn
