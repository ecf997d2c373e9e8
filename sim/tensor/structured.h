// SPDX-License-Identifier: Apache-2.0
// Row, column, filter and channel pruning: the rows and columns that are left make a dense matrix.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Structured {
  std::vector<std::uint8_t> keeps_row;     ///< one for every row
  std::vector<std::uint8_t> keeps_column;  ///< and for every column
  Dense<std::int16_t> kept;                ///< (kept rows, kept columns)

  static Structured encode(const Csc& matrix);
  Dense<std::int16_t> decode() const;
  /// kept rows x kept columns x q, and a bit for every row and every column.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
