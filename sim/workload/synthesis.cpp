// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/synthesis.h"

#include <algorithm>
#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numeric>

#include "sim/base/philox_words.h"
#include "sim/workload/normal_tail.h"
#include "sim/workload/quantisation.h"
#include "sim/workload/stream.h"

namespace sim::workload {
namespace {

// Ranks are 31-bit integers: the lowest bit of an element's random word is its sign.
constexpr double rank_one = 2147483648.0;

// Relative densities with mean 1.
std::vector<double> spread(std::size_t n, double variation, std::uint64_t seed,
                           std::uint64_t stream) {
  PhiloxStream random(seed, stream);
  boost::random::normal_distribution<double> normal(1, variation);
  std::vector<double> factors(n, 1);
  if (variation > 0) {
    for (auto& factor : factors) factor = std::max(0.05, normal(random));
  }
  const auto mean = std::accumulate(factors.begin(), factors.end(), 0.0) / static_cast<double>(n);
  for (auto& factor : factors) factor /= mean;
  return factors;
}

// Draws one column after the other; values are bins of the magnitude table with a sign.
class Drawing {
 public:
  Drawing(std::int32_t rows, double density, const Synthesis& synthesis, const std::string& tensor)
      : rows_(rows),
        seed_(static_cast<std::uint64_t>(synthesis.seed)),
        stream_(stream_of(tensor)),
        density_(density),
        row_factor_(spread(static_cast<std::size_t>(rows), synthesis.row_spread, seed_,
                           stream_of(tensor + "/rows"))),
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

  static std::int16_t signed_bin(std::uint32_t bin, std::uint32_t negative) {
    return static_cast<std::int16_t>(std::min<std::uint32_t>(bin, NormalTail::bins - 1) +
                                     negative * NormalTail::bins);
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

// Real values of all signed bins that occur, ascending, become integers of the matrix.
void quantise_bins(tensor::Csc& matrix, double top, const Quantisation& quantisation) {
  const NormalTail tail(top);
  std::vector<double> counts(2 * NormalTail::bins);
  for (const auto bin : matrix.value) ++counts[static_cast<std::size_t>(bin)];
  std::vector<Weighted> values;
  const auto real = [&](std::size_t bin) {
    return bin < NormalTail::bins ? tail.magnitude(bin) : -tail.magnitude(bin - NormalTail::bins);
  };
  for (std::size_t bin = NormalTail::bins; bin < 2 * NormalTail::bins; ++bin) {
    if (counts[bin] > 0) values.push_back({real(bin), counts[bin]});
  }
  for (std::size_t bin = NormalTail::bins; bin-- > 0;) {
    if (counts[bin] > 0) values.push_back({real(bin), counts[bin]});
  }
  const Quantiser quantiser(values, quantisation);
  std::vector<std::int16_t> integer(2 * NormalTail::bins);
  for (std::size_t bin = 0; bin < integer.size(); ++bin) {
    if (counts[bin] == 0) continue;
    integer[bin] = quantiser.integer_of_nonzero(real(bin));
    // Too small for the integers, but the density is a promise.
    if (integer[bin] == 0) integer[bin] = bin < NormalTail::bins ? 1 : -1;
  }
  for (auto& value : matrix.value) value = integer[static_cast<std::size_t>(value)];
}

}  // namespace

tensor::Csc synthesise_weights(std::int32_t rows, std::int32_t columns, const Synthesis& synthesis,
                               const Synthesis* bias, const Quantisation& quantisation,
                               const std::string& tensor) {
  const auto inputs = columns - (bias ? 1 : 0);
  const auto column_factor =
      spread(static_cast<std::size_t>(inputs), synthesis.column_spread,
             static_cast<std::uint64_t>(synthesis.seed), stream_of(tensor + "/columns"));
  Drawing weights(rows, synthesis.density, synthesis, tensor);
  auto top = weights.top(*std::max_element(column_factor.begin(), column_factor.end()));
  if (bias) top = std::max(top, bias->density);

  tensor::Csc matrix;
  matrix.rows = rows;
  matrix.columns = columns;
  matrix.start.reserve(static_cast<std::size_t>(columns) + 1);
  const auto expected = static_cast<std::size_t>(synthesis.density * rows * columns * 1.02) + 1024;
  matrix.row.reserve(expected);
  matrix.value.reserve(expected);
  for (std::int32_t j = 0; j < inputs; ++j) {
    weights.column(j, column_factor[static_cast<std::size_t>(j)], top, matrix);
  }
  if (bias) {
    Synthesis even = *bias;
    even.row_spread = 0;
    Drawing(rows, bias->density, even, tensor + "/bias").column(inputs, 1, top, matrix);
  }
  quantise_bins(matrix, top, quantisation);
  return matrix;
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
