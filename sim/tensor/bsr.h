// SPDX-License-Identifier: Apache-2.0
// Block compressed sparse row: blocks with a non-zero are stored whole.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Bsr {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int block_rows = 1;
  int block_columns = 1;
  std::vector<std::uint32_t> start = {0};  ///< of every row of blocks, and the end
  std::vector<std::uint32_t> column;       ///< of every stored block, in blocks
  std::vector<std::int16_t> value;         ///< block after block, each column by column; 0 outside

  static Bsr encode(const Csc& matrix, int block_rows, int block_columns);
  Dense<std::int16_t> decode() const;
  /// blocks (Br Bc q + log2 of the columns of blocks), and pointers of log2(blocks + 1).
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
