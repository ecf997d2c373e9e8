// SPDX-License-Identifier: Apache-2.0
// Compressed sparse column: the form in which a pruned weight matrix is held. The non-zeros stand
// column by column, and rows ascend inside a column.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/format.h"

namespace sim::tensor {

struct Csc {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::vector<std::uint32_t> start = {0};  ///< column j is [start[j], start[j + 1]); columns + 1
  std::vector<std::uint32_t> row;          ///< of every non-zero
  std::vector<std::int16_t> value;         ///< of every non-zero; never 0

  /// From a matrix of shape (rows, columns); a Fault for any other rank or from 2^31 rows on.
  static Csc encode(const Dense<std::int16_t>& matrix);
  /// The matrix, of shape (rows, columns).
  Dense<std::int16_t> decode() const;

  /// The matrix cut into `parts` of equally many rows, from top to bottom; a Fault if its rows do
  /// not divide.
  std::vector<Csc> split_rows(int parts) const;

  std::int64_t nonzeros() const { return static_cast<std::int64_t>(value.size()); }

  /// Throws a Fault that names the first broken invariant: lengths, pointers that descend, rows
  /// that do not ascend or lie outside, a stored zero.
  void check() const;

  /// Values of `value_bits`, row indices and column pointers each of the least width that can
  /// tell all rows, and all entries, apart.
  FormatBits bits(int value_bits = 16) const;

  bool operator==(const Csc&) const = default;
};

}  // namespace sim::tensor
