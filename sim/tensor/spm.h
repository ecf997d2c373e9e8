// SPDX-License-Identifier: Apache-2.0
// Sparsity pattern masks, the index format of PCNN (Tan et al., DAC 2020, arXiv:2002.04997, section
// on SPM; the sizes follow from the abstract). Every kernel of a row keeps equally many values; a
// code names the pattern of positions where they stand, and a table holds the patterns in use.
//
// Any matrix can be encoded. The kernel with most non-zeros decides how many all of them keep.
// Kernels with fewer take zeros as values, on a pattern in use that covers them; where there is
// none, kernels that are left over share new ones.
// Not claimed: that no smaller set of patterns covers kernels with fewer non-zeros.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Spm {
  static constexpr int most_positions = 16;

  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int positions = 1;                    ///< of a kernel: columns that stand together
  int weights_per_kernel = 0;           ///< n
  std::vector<std::uint16_t> patterns;  ///< bit p is position p; n bits each; most used first
  std::vector<std::uint16_t> code;      ///< a pattern for every kernel, row by row
  std::vector<std::int16_t> value;      ///< n for every kernel, in ascending position

  /// Of the first `columns` columns. The last kernel of a row may have fewer positions than others.
  /// A Fault if `positions` is not 1 to most_positions.
  static Spm encode(const Csc& matrix, int positions, std::int32_t columns);
  /// From a matrix of shape (rows, columns).
  static Spm encode(const Dense<std::int16_t>& matrix, int positions);
  /// The matrix, of shape (rows, columns).
  Dense<std::int16_t> decode() const;

  std::int32_t kernels_per_row() const { return (columns + positions - 1) / positions; }
  std::int64_t kernels() const { return std::int64_t{rows} * kernels_per_row(); }
  /// Of the least width that tells all patterns apart; 0 for a single one.
  int code_bits() const;

  /// Values of `value_bits`, a code for every kernel, and a mask for every pattern.
  FormatBits bits(int value_bits = 16) const;

  bool operator==(const Spm&) const = default;
};

}  // namespace sim::tensor
