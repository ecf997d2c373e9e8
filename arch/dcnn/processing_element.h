// SPDX-License-Identifier: Apache-2.0
// One PE: activation RAM, weight buffer, dot-product array (multipliers and one adder tree) and
// accumulator buffer. It works the order PT-IS-DP: for every group of filters, for every vector of
// terms, for every position of its tile, for every filter of the group.
//
// Per cycle: one dot product of a stationary activation vector with one weight vector, added to one
// sum. The next activation vector is fetched meanwhile, one access per cycle: a position takes as
// many cycles as the group has filters, or as its vector needs accesses if these are more. Input
// halos come from the neighbours a slab of channels ahead, over one link from each; a PE waits if
// its busiest link is late. Sums leave when a group is complete, if a set of accumulators is free
// for the next. Not modelled: conflicts of neighbours' reads with a PE's own (an activation vector
// lasts as many cycles as there are filters); the width of the sums, which are exact.
#pragma once

#include <span>
#include <vector>

#include "arch/dcnn/config.h"
#include "arch/dcnn/inventory.h"
#include "arch/dcnn/mapper.h"
#include "arch/dcnn/messages.h"
#include "arch/dcnn/parts/dot_products.h"
#include "sim/fabric/channel.h"

namespace arch::dcnn {

class ProcessingElement : public sim::fabric::Process {
 public:
  ProcessingElement(sim::fabric::Simulation& simulation, const Config& config, int number,
                    const Mapping& mapping, const sim::workload::Vectors& images, bool values);

  sim::fabric::In<WeightBlock> weights{*this};
  sim::fabric::In<InputTile> tiles{*this};
  sim::fabric::In<Freed> free_accumulators{*this};
  sim::fabric::Out<Freed> freed{*this};
  sim::fabric::Out<Sums> finished{*this};

  /// The sums of this PE in the order (image, pass, filter, row, column of its tile); 0 without
  /// values.
  const std::vector<std::int64_t>& sums() const { return sums_; }
  const PeCounts& counts() const { return counts_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour compute(std::span<const std::int16_t> image, const Pass& pass);
  sim::fabric::Behaviour accumulate(const FilterGroup& group);
  sim::fabric::Behaviour step(const FilterGroup& group, const VectorOfTerms& vector);
  sim::Cycles wait_for_halo(const VectorOfTerms& vector);
  std::span<const std::int64_t> add_up(const FilterGroup& group);

  const Config& config_;
  int number_;
  const Mapping& mapping_;
  const sim::workload::Vectors& images_;
  bool values_;
  DotProducts products_;
  std::span<const std::int16_t> image_;
  Tile tile_;
  int gathered_ = -1;          ///< group of the convolution whose operands are there
  sim::Time halo_arrival_{0};  ///< of the slab asked for last
  sim::Time slab_begin_{0};    ///< when work on the present slab began
  std::int64_t groups_begun_ = 0;
  PeCounts counts_;
  std::vector<std::int64_t> sums_;  ///< all allocated at the beginning
  std::size_t sums_end_ = 0;        ///< of those that are there
};

}  // namespace arch::dcnn
