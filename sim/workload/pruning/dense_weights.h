// SPDX-License-Identifier: Apache-2.0
// A layer's weights before pruning, column by column: the matrix itself is never stored. They are
// what unstructured pruning at density 1 keeps, so that matrices of the same seed which are pruned
// in different structures stem from the same weights.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/workload/normal_tail.h"

namespace sim::workload::pruning {

/// A weight's place in the order of magnitudes: 0 is the largest, 2^31 - 1 the smallest.
using Rank = std::uint32_t;

class DenseWeights {
 public:
  DenseWeights(std::int32_t rows, std::int32_t columns, std::int64_t seed, std::uint64_t stream);

  std::int32_t rows() const { return rows_; }
  std::int32_t columns() const { return columns_; }

  /// The random words of a column's elements: the lowest bit is the sign, above it stands the
  /// rank. Room for words of several columns, one every `pitch()` words.
  std::size_t pitch() const { return pitch_; }
  void draw(std::int32_t column, std::span<std::uint32_t> words) const;

  static Rank rank(std::uint32_t word) { return word >> 1; }
  static bool is_negative(std::uint32_t word) { return (word & 1) != 0; }
  /// The bin of NormalTail(1) that has the weight's magnitude.
  static std::uint32_t bin(std::uint32_t word) { return word / (std::uint32_t{2} * bin_ranks); }
  /// Square of the magnitude: whole multiples of 2^-24, whose sums depend on no order.
  std::uint64_t energy(std::uint32_t word) const { return energy_[bin(word)]; }

 private:
  static constexpr std::uint32_t bin_ranks = (std::uint32_t{1} << 31) / NormalTail::bins;

  std::int32_t rows_;
  std::int32_t columns_;
  std::uint64_t seed_;
  std::uint64_t stream_;
  std::size_t pitch_;
  std::array<std::uint32_t, NormalTail::bins> energy_;
};

}  // namespace sim::workload::pruning
