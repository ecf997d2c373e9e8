// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/n_of_m.h"

#include <algorithm>
#include <array>

#include "sim/workload/pruning/lowest.h"

namespace sim::workload::pruning {
namespace {

// One group of channels at one place of the kernel, for all rows.
class ChannelGroup {
 public:
  ChannelGroup(const NOfM& structure, const Geometry& geometry, const DenseWeights& weights)
      : structure_(structure),
        geometry_(geometry),
        weights_(weights),
        words_(weights.pitch() * static_cast<std::size_t>(structure.m)) {}

  void prune(std::int32_t first_channel, std::int32_t place, Mask& mask) {
    const auto channels = std::min(structure_.m, geometry_.channels() - first_channel);
    const auto column = [&](std::int32_t i) {
      return (first_channel + i) * geometry_.kernel_area() + place;
    };
    const auto n = static_cast<std::size_t>(channels);
    for (std::size_t i = 0; i < n; ++i) {
      weights_.draw(column(static_cast<std::int32_t>(i)),
                    std::span(words_).subspan(i * weights_.pitch()));
    }
    for (std::int32_t row = 0; row < geometry_.rows; ++row) {
      const auto* word = &words_[static_cast<std::size_t>(row)];
      for (std::size_t i = 0; i < n; ++i) rank_[i] = weights_.rank(word[i * weights_.pitch()]);
      auto kept = take_lowest(std::span(rank_).first(n), structure_.n);
      for (; kept != 0; kept &= kept - 1) mask.keep(row, column(std::countr_zero(kept)));
    }
  }

 private:
  NOfM structure_;
  Geometry geometry_;
  const DenseWeights& weights_;
  std::vector<std::uint32_t> words_;
  std::array<Rank, 64> rank_;
};

}  // namespace

Mask prune_n_of_m(const NOfM& structure, const Geometry& geometry, const DenseWeights& weights) {
  Mask mask(geometry.rows, geometry.columns);
  ChannelGroup group(structure, geometry, weights);
  for (std::int32_t channel = 0; channel < geometry.channels(); channel += structure.m) {
    for (std::int32_t place = 0; place < geometry.kernel_area(); ++place) {
      group.prune(channel, place, mask);
    }
  }
  return mask;
}

}  // namespace sim::workload::pruning
