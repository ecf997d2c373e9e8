// SPDX-License-Identifier: Apache-2.0
// Blocks in which whole rows and whole columns are pruned (BLK-REW, 2001.08357): what is left of
// a block is a small dense matrix.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct PrunedBlocks {
  struct Block {
    std::uint64_t rows = 0;     ///< kept ones, as bits
    std::uint64_t columns = 0;  ///< kept ones, as bits
    std::size_t first = 0;      ///< of its values, column by column
  };

  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int block_rows = 1;
  int block_columns = 1;
  std::vector<Block> blocks;  ///< column of blocks after column of blocks
  std::vector<std::int16_t> value;

  /// Blocks have up to 64 rows and 64 columns.
  static PrunedBlocks encode(const Csc& matrix, int block_rows, int block_columns);
  Dense<std::int16_t> decode() const;
  /// Kept rows x kept columns x q of each block, and a bit for each of its rows and columns.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
