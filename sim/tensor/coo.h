// SPDX-License-Identifier: Apache-2.0
// Coordinates: every non-zero with its row and its column.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Coo {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::vector<std::uint32_t> row;
  std::vector<std::uint32_t> column;
  std::vector<std::int16_t> value;

  static Coo encode(const Csc& matrix);
  Dense<std::int16_t> decode() const;
  /// z (q + log2 rows + log2 columns), logarithms rounded up here and everywhere.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
