// SPDX-License-Identifier: Apache-2.0
// Micro-structured unification (2106.08301): the weights of a small block share one magnitude, and
// have signs of their own; a pruned block is one of magnitude 0. Blocks are weights of consecutive
// outputs for one input. The paper's code is not published: a flag tells free blocks (0) from
// others (1), and a second one pruned (0) from unified (1) ones.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Unified {
  enum class Kind : std::uint8_t { pruned, unified, free };

  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int block_rows = 1;
  std::vector<Kind> kind;                ///< of every block, column after column
  std::vector<std::uint16_t> magnitude;  ///< of every unified block
  std::vector<std::uint64_t> negative;   ///< its signs, as bits
  std::vector<std::int16_t> value;       ///< of the free blocks, block_rows each

  /// `block_rows` is 1..64; the last block of a column may be smaller, and is stored like others.
  static Unified encode(const Csc& matrix, int block_rows);
  Dense<std::int16_t> decode() const;
  /// Pruned blocks 2 bits; unified ones 2 + q + b; free ones 1 + b q.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
