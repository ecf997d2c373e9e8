// SPDX-License-Identifier: Apache-2.0
// Density-adaptive regular blocks (Ren et al., "DARB", AAAI 2020): row i is cut into blocks of B_i
// consecutive weights, and each block has one value and its position in the block. B_i is the
// largest power of two up to `largest_block` that leaves no block two non-zeros; a row without such
// a structure ends as a dense one, with blocks of one weight.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Darb {
  struct Row {
    std::uint8_t size_bits;  ///< blocks of 2^size_bits
    std::size_t first;       ///< of its blocks
  };
  struct Block {
    std::int16_t value;      ///< 0 if the block has no non-zero
    std::uint16_t position;  ///< in the block
  };

  std::int32_t columns = 0;
  int largest_size_bits = 0;
  std::vector<Row> rows;
  std::vector<Block> blocks;

  /// `largest_block` is a power of two up to 65536.
  static Darb encode(const Csc& matrix, int largest_block);
  Dense<std::int16_t> decode() const;
  /// Every block has a value of q and an index of log2 B_i; every row tells which B_i it has.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
