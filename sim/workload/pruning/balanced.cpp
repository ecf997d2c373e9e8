// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/balanced.h"

#include <algorithm>
#include <tuple>

#include "sim/workload/pruning/highest.h"

namespace sim::workload::pruning {
namespace {

// The weights of one processing element fall into classes of rank. All of the lowest classes are
// kept, and the best of the class in which the stated number is reached: only these are stored.
class RankClasses {
 public:
  static constexpr std::size_t classes = 4096;

  // Ranks below 2^31 have the lower half of the classes; rows and columns of low density the
  // others.
  static std::size_t of(double rank) {
    constexpr auto per_rank = 1.0 / (1 << 20);
    return static_cast<std::size_t>(std::min(rank * per_rank, classes - 1.0));
  }

  void count(double rank) {
    ++count_[of(rank)];
    ++all_;
  }

  // Once all weights are counted.
  void choose(double density) {
    left_ = share_of(density, all_);
    for (; border_ < classes && left_ >= count_[border_]; ++border_) left_ -= count_[border_];
  }

  void keep(double rank, std::int32_t row, std::int32_t column, Mask& mask) {
    const auto mine = of(rank);
    if (mine < border_) mask.keep(row, column);
    if (mine == border_) candidates_.push_back({rank, column, row});
  }

  void keep_rest(Mask& mask) {
    std::sort(candidates_.begin(), candidates_.end());
    for (std::size_t i = 0; i < left_; ++i) mask.keep(candidates_[i].row, candidates_[i].column);
  }

 private:
  struct Candidate {
    double rank;
    std::int32_t column, row;
    bool operator<(const Candidate& other) const {
      return std::tie(rank, column, row) < std::tie(other.rank, other.column, other.row);
    }
  };

  std::vector<std::size_t> count_ = std::vector<std::size_t>(classes);
  std::size_t all_ = 0;
  std::size_t left_ = 0;
  std::size_t border_ = 0;
  std::vector<Candidate> candidates_;
};

// Calls with (processing element, effective rank, row, column) of every weight.
template <class Call>
void for_each_weight(std::int32_t processing_elements, const std::vector<double>& row_factor,
                     const std::vector<double>& column_factor, const DenseWeights& weights,
                     Call call) {
  std::vector<std::uint32_t> words(weights.pitch());
  std::vector<double> scale;
  for (const auto factor : row_factor) scale.push_back(1 / factor);
  for (std::int32_t column = 0; column < weights.columns(); ++column) {
    weights.draw(column, words);
    const auto column_scale = 1 / column_factor[static_cast<std::size_t>(column)];
    std::int32_t element = 0;
    for (std::int32_t row = 0; row < weights.rows(); ++row) {
      const auto i = static_cast<std::size_t>(row);
      call(static_cast<std::size_t>(element), weights.rank(words[i]) * (scale[i] * column_scale),
           row, column);
      if (++element == processing_elements) element = 0;
    }
  }
}

}  // namespace

Mask prune_balanced(std::int32_t processing_elements, double density,
                    const std::vector<double>& row_factor, const std::vector<double>& column_factor,
                    const DenseWeights& weights) {
  Mask mask(weights.rows(), weights.columns());
  std::vector<RankClasses> elements(static_cast<std::size_t>(processing_elements));
  for_each_weight(processing_elements, row_factor, column_factor, weights,
                  [&](std::size_t element, double rank, std::int32_t, std::int32_t) {
                    elements[element].count(rank);
                  });
  for (auto& element : elements) element.choose(density);
  for_each_weight(processing_elements, row_factor, column_factor, weights,
                  [&](std::size_t element, double rank, std::int32_t row, std::int32_t column) {
                    elements[element].keep(rank, row, column, mask);
                  });
  for (auto& element : elements) element.keep_rest(mask);
  return mask;
}

}  // namespace sim::workload::pruning
