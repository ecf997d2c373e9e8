// SPDX-License-Identifier: Apache-2.0
// Compressed sparse row.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Csr {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::vector<std::uint32_t> start = {0};  ///< row i is [start[i], start[i + 1]); rows + 1
  std::vector<std::uint32_t> column;       ///< of every non-zero, ascending in a row
  std::vector<std::int16_t> value;         ///< of every non-zero; never 0

  static Csr encode(const Csc& matrix);
  Dense<std::int16_t> decode() const;
  /// z (q + log2 columns) and rows + 1 pointers of log2(z + 1).
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
