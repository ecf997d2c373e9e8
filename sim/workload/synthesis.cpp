// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/synthesis.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/philox_words.h"
#include "sim/workload/density_spread.h"
#include "sim/workload/normal_tail.h"
#include "sim/workload/pruning/prune.h"
#include "sim/workload/signed_bins.h"
#include "sim/workload/stream.h"

namespace sim::workload {
namespace {

// Ranks are 31-bit integers: the lowest bit of an element's random word is its sign.
constexpr double rank_one = 2147483648.0;

std::vector<double> row_factors(std::int32_t rows, const Synthesis& synthesis,
                                const std::string& tensor) {
  return density_spread(static_cast<std::size_t>(rows), synthesis.row_spread,
                        static_cast<std::uint64_t>(synthesis.seed), stream_of(tensor + "/rows"));
}

std::vector<double> column_factors(std::int32_t columns, const Synthesis& synthesis,
                                   const std::string& tensor) {
  return density_spread(static_cast<std::size_t>(columns), synthesis.column_spread,
                        static_cast<std::uint64_t>(synthesis.seed), stream_of(tensor + "/columns"));
}

// Draws one column after the other; values are bins of the magnitude table with a sign.
class Drawing {
 public:
  Drawing(std::int32_t rows, double density, const Synthesis& synthesis, const std::string& tensor)
      : rows_(rows),
        seed_(static_cast<std::uint64_t>(synthesis.seed)),
        stream_(stream_of(tensor)),
        density_(density),
        row_factor_(row_factors(rows, synthesis, tensor)),
        densest_row_(*std::max_element(row_factor_.begin(), row_factor_.end())) {}

  // The largest share of any row in a column of this relative density, as a rank.
  double top(double column_factor) const {
    return std::min(1.0, density_ * densest_row_ * column_factor);
  }

  void column(std::int32_t column, double column_factor, double top_of_all, tensor::Csc& matrix) {
    const auto limit =
        static_cast<std::uint32_t>(std::min(top(column_factor) * rank_one, rank_one - 1));
    const auto scale = static_cast<double>(NormalTail::bins) / (top_of_all * rank_one);
    for (std::uint32_t row = 0; row < static_cast<std::uint32_t>(rows_); row += block) {
      philox_words({row / 4, static_cast<std::uint32_t>(column),
                    static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)},
                   {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)},
                   words_);
      keep(row, find_candidates(row, limit), density_ * column_factor, scale, matrix);
    }
    matrix.start.push_back(static_cast<std::uint32_t>(matrix.row.size()));
  }

 private:
  static constexpr std::uint32_t block = philox_words_at_once;

  // Elements of the block that begins at `row` which the densest row would keep; their number.
  // Without a branch, which would often be predicted wrongly; so is keep().
  std::uint32_t find_candidates(std::uint32_t row, std::uint32_t limit) {
    const auto n = std::min(block, static_cast<std::uint32_t>(rows_) - row);
    std::uint32_t found = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
      candidate_[found] = i;
      found += (words_[i] >> 1) <= limit;
    }
    return found;
  }

  void keep(std::uint32_t row, std::uint32_t candidates, double share, double scale,
            tensor::Csc& matrix) {
    std::uint32_t kept = 0;
    for (std::uint32_t c = 0; c < candidates; ++c) {
      const auto i = candidate_[c];
      const auto rank = static_cast<double>(words_[i] >> 1);
      kept_row_[kept] = row + i;
      kept_value_[kept] = signed_bin(static_cast<std::uint32_t>(rank * scale), words_[i] & 1);
      kept += rank < share * row_factor_[row + i] * rank_one;
    }
    matrix.row.insert(matrix.row.end(), kept_row_.begin(), kept_row_.begin() + kept);
    matrix.value.insert(matrix.value.end(), kept_value_.begin(), kept_value_.begin() + kept);
  }

  std::int32_t rows_;
  std::uint64_t seed_;
  std::uint64_t stream_;
  double density_;
  std::vector<double> row_factor_;
  double densest_row_;

  // Of the present block of rows.
  std::array<std::uint32_t, block> words_;
  std::array<std::uint32_t, block> candidate_;
  std::array<std::uint32_t, block> kept_row_;
  std::array<std::int16_t, block> kept_value_;
};

tensor::Csc empty_matrix(const pruning::Geometry& geometry, const Synthesis* bias,
                         std::size_t expected) {
  tensor::Csc matrix;
  matrix.rows = geometry.rows;
  matrix.columns = geometry.columns + (bias ? 1 : 0);
  matrix.start.reserve(static_cast<std::size_t>(matrix.columns) + 1);
  if (bias) expected += static_cast<std::size_t>(geometry.rows);
  matrix.row.reserve(expected);
  matrix.value.reserve(expected);
  return matrix;
}

void add_bias(const Synthesis& bias, double top, const std::string& tensor, tensor::Csc& matrix) {
  Synthesis even = bias;
  even.row_spread = 0;
  Drawing(matrix.rows, bias.density, even, tensor + "/bias")
      .column(matrix.columns - 1, 1, top, matrix);
}

// Never has the matrix before pruning, nor a mask.
tensor::Csc unstructured(const pruning::Geometry& geometry, const Synthesis& synthesis,
                         const Synthesis* bias, const Quantisation& quantisation,
                         const std::string& tensor) {
  const auto column_factor = column_factors(geometry.columns, synthesis, tensor);
  Drawing weights(geometry.rows, synthesis.density, synthesis, tensor);
  auto top = weights.top(*std::max_element(column_factor.begin(), column_factor.end()));
  if (bias) top = std::max(top, bias->density);

  const auto expected = synthesis.density * static_cast<double>(geometry.size());
  auto matrix = empty_matrix(geometry, bias, static_cast<std::size_t>(expected * 1.02) + 1024);
  for (std::int32_t j = 0; j < geometry.columns; ++j) {
    weights.column(j, column_factor[static_cast<std::size_t>(j)], top, matrix);
  }
  if (bias) add_bias(*bias, top, tensor, matrix);
  quantise_bins(matrix, top, quantisation);
  return matrix;
}

tensor::Csc structured(const pruning::Geometry& geometry, const Synthesis& synthesis,
                       const Synthesis* bias, const Quantisation& quantisation,
                       const std::string& tensor) {
  const pruning::DenseWeights weights(geometry.rows, geometry.columns, synthesis.seed,
                                      stream_of(tensor));
  const pruning::Density density{synthesis.density, row_factors(geometry.rows, synthesis, tensor),
                                 column_factors(geometry.columns, synthesis, tensor)};
  const auto mask = pruning::prune(synthesis.structure, density, geometry, weights);

  auto matrix = empty_matrix(geometry, bias, mask.kept());
  std::vector<std::uint32_t> words(weights.pitch());
  for (std::int32_t j = 0; j < geometry.columns; ++j) {
    weights.draw(j, words);
    mask.for_each_row(j, [&](std::uint32_t row) {
      matrix.row.push_back(row);
      matrix.value.push_back(signed_bin(weights.bin(words[row]), weights.is_negative(words[row])));
    });
    matrix.start.push_back(static_cast<std::uint32_t>(matrix.row.size()));
  }
  const auto kept = matrix.value.size();
  if (bias) add_bias(*bias, 1, tensor, matrix);
  if (std::holds_alternative<pruning::Ternary>(synthesis.structure)) {
    quantise_ternary(matrix, kept, 1, quantisation);
  } else {
    quantise_bins(matrix, 1, quantisation);
  }
  return matrix;
}

}  // namespace

tensor::Csc synthesise_weights(const pruning::Geometry& geometry, const Synthesis& synthesis,
                               const Synthesis* bias, const Quantisation& quantisation,
                               const std::string& tensor) {
  const bool is_unstructured = std::holds_alternative<pruning::Unstructured>(synthesis.structure);
  return (is_unstructured ? unstructured : structured)(geometry, synthesis, bias, quantisation,
                                                       tensor);
}

tensor::Csc synthesise_weights(std::int32_t rows, std::int32_t columns, const Synthesis& synthesis,
                               const Synthesis* bias, const Quantisation& quantisation,
                               const std::string& tensor) {
  return synthesise_weights({.rows = rows, .columns = columns - (bias ? 1 : 0)}, synthesis, bias,
                            quantisation, tensor);
}

std::vector<std::int16_t> synthesise_activations(std::size_t vectors, std::size_t size,
                                                 const Synthesis& synthesis,
                                                 const Quantisation& quantisation,
                                                 const std::string& tensor) {
  const NormalTail tail(1);
  const auto largest = std::ldexp(1.0, quantisation.bits - 1) - 1;
  const auto scale = quantisation.scale.value_or(largest / tail.magnitude(0));
  const auto kept =
      static_cast<std::size_t>(std::llround(synthesis.density * static_cast<double>(size)));
  PhiloxStream random(static_cast<std::uint64_t>(synthesis.seed), stream_of(tensor));
  std::vector<std::int16_t> activations(vectors * size);
  std::vector<std::pair<std::uint32_t, std::size_t>> order(size);
  for (std::size_t v = 0; v < vectors; ++v) {
    for (std::size_t i = 0; i < size; ++i) order[i] = {random(), i};
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(kept);
    std::nth_element(order.begin(), end, order.end());
    std::sort(order.begin(), end, [](auto a, auto b) { return a.second < b.second; });
    for (std::size_t i = 0; i < kept; ++i) {
      const auto value = std::round(tail.magnitude(random() % NormalTail::bins) * scale);
      activations[v * size + order[i].second] =
          static_cast<std::int16_t>(std::clamp(value, 1.0, largest));
    }
  }
  return activations;
}

}  // namespace sim::workload
