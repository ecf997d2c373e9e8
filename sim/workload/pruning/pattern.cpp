// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/pattern.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "sim/workload/pruning/highest.h"
#include "sim/workload/pruning/lowest.h"

namespace sim::workload::pruning {
namespace {

using PatternBits = std::uint64_t;

// The kernels of one input channel: the words of each position, for all rows.
class Kernels {
 public:
  Kernels(const Geometry& geometry, const DenseWeights& weights)
      : area_(geometry.kernel_area()),
        weights_(weights),
        words_(weights.pitch() * static_cast<std::size_t>(area_)) {}

  void draw(std::int32_t channel) {
    for (std::int32_t p = 0; p < area_; ++p) {
      weights_.draw(channel * area_ + p, std::span(words_).subspan(first(p)));
    }
  }

  const std::uint32_t* words(std::int32_t position) const { return &words_[first(position)]; }

  // The positions of the n largest weights of a row's kernel.
  PatternBits best(std::int32_t row, int n) {
    for (std::int32_t p = 0; p < area_; ++p) {
      rank_[static_cast<std::size_t>(p)] = weights_.rank(words(p)[row]);
    }
    return take_lowest(std::span(rank_).first(static_cast<std::size_t>(area_)), n);
  }

  std::uint64_t energy(std::int32_t row, PatternBits pattern) const {
    std::uint64_t sum = 0;
    for (; pattern != 0; pattern &= pattern - 1) {
      sum += weights_.energy(words(std::countr_zero(pattern))[row]);
    }
    return sum;
  }

 private:
  std::size_t first(std::int32_t position) const {
    return weights_.pitch() * static_cast<std::size_t>(position);
  }

  std::int32_t area_;
  const DenseWeights& weights_;
  std::vector<std::uint32_t> words_;
  std::array<Rank, most_kernel_positions> rank_;
};

// The best pattern of each kernel, channel by channel, and what it keeps.
struct Projection {
  std::vector<std::uint32_t> pattern;
  std::vector<std::uint64_t> energy;
};

// For one channel after the other, so that a pattern's sums run along the rows.
class Projector {
 public:
  Projector(const std::vector<PatternBits>& patterns, const Geometry& geometry,
            const DenseWeights& weights)
      : patterns_(patterns),
        rows_(static_cast<std::size_t>(geometry.rows)),
        area_(geometry.kernel_area()),
        weights_(weights),
        kernels_(geometry, weights),
        energy_(rows_ * static_cast<std::size_t>(area_)),
        sum_(rows_) {}

  void project(std::int32_t channel, Projection& all) {
    kernels_.draw(channel);
    for (std::int32_t p = 0; p < area_; ++p) {
      auto* energy = &energy_[static_cast<std::size_t>(p) * rows_];
      for (std::size_t row = 0; row < rows_; ++row) {
        energy[row] = weights_.energy(kernels_.words(p)[row]);
      }
    }
    auto* best = &all.pattern[static_cast<std::size_t>(channel) * rows_];
    auto* most = &all.energy[static_cast<std::size_t>(channel) * rows_];
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
      add_up(patterns_[i]);
      for (std::size_t row = 0; row < rows_; ++row) {
        // A kernel whose weights are all of the smallest bin has no energy: it takes the first.
        const bool better = sum_[row] > most[row];
        best[row] = better ? static_cast<std::uint32_t>(i) : best[row];
        most[row] = better ? sum_[row] : most[row];
      }
    }
  }

 private:
  void add_up(PatternBits pattern) {
    std::fill(sum_.begin(), sum_.end(), 0);
    for (; pattern != 0; pattern &= pattern - 1) {
      const auto* energy = &energy_[static_cast<std::size_t>(std::countr_zero(pattern)) * rows_];
      for (std::size_t row = 0; row < rows_; ++row) sum_[row] += energy[row];
    }
  }

  std::vector<PatternBits> patterns_;
  std::size_t rows_;
  std::int32_t area_;
  const DenseWeights& weights_;
  Kernels kernels_;
  std::vector<std::uint64_t> energy_;
  std::vector<std::uint64_t> sum_;
};

Mask keep_kernels(const Pattern& structure, std::size_t kernels, const Geometry& geometry,
                  const DenseWeights& weights) {
  const auto patterns = distil(structure, geometry, weights);
  const auto rows = static_cast<std::size_t>(geometry.rows);
  const auto all = rows * static_cast<std::size_t>(geometry.channels());
  Projection best{std::vector<std::uint32_t>(all), std::vector<std::uint64_t>(all)};
  Projector projector(patterns, geometry, weights);
  for (std::int32_t c = 0; c < geometry.channels(); ++c) projector.project(c, best);

  Mask mask(geometry.rows, geometry.columns);
  for_each_of_highest(best.energy, std::min(kernels, all), [&](std::size_t kernel) {
    const auto row = static_cast<std::int32_t>(kernel % rows);
    const auto column = static_cast<std::int32_t>(kernel / rows) * geometry.kernel_area();
    auto left = patterns[best.pattern[kernel]];
    for (; left != 0; left &= left - 1) mask.keep(row, column + std::countr_zero(left));
  });
  return mask;
}

}  // namespace

std::vector<std::uint64_t> distil(const Pattern& structure, const Geometry& geometry,
                                  const DenseWeights& weights) {
  std::unordered_map<PatternBits, std::uint64_t> value;
  Kernels kernels(geometry, weights);
  for (std::int32_t channel = 0; channel < geometry.channels(); ++channel) {
    kernels.draw(channel);
    for (std::int32_t row = 0; row < geometry.rows; ++row) {
      const auto best = kernels.best(row, structure.weights_per_kernel);
      value[best] += kernels.energy(row, best);
    }
  }
  std::vector<std::pair<std::uint64_t, PatternBits>> ranking;
  for (const auto& [pattern, energy] : value) ranking.emplace_back(energy, pattern);
  std::sort(ranking.begin(), ranking.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  const auto kept = std::min(ranking.size(), static_cast<std::size_t>(structure.patterns));
  std::vector<PatternBits> patterns;
  for (std::size_t i = 0; i < kept; ++i) patterns.push_back(ranking[i].second);
  return patterns;
}

Mask prune_patterns(const Pattern& structure, const Geometry& geometry,
                    const DenseWeights& weights) {
  const auto kernels = geometry.size() / geometry.kernel_area();
  return keep_kernels(structure, static_cast<std::size_t>(kernels), geometry, weights);
}

Mask prune_patterns(const PatternConnectivity& structure, double density, const Geometry& geometry,
                    const DenseWeights& weights) {
  const auto kernels =
      share_of(density / structure.weights_per_kernel, static_cast<std::size_t>(geometry.size()));
  return keep_kernels(structure, kernels, geometry, weights);
}

}  // namespace sim::workload::pruning
