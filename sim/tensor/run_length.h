// SPDX-License-Identifier: Apache-2.0
// Run-length code: each non-zero with the number of zeros before it, as SCNN stores weights
// (Parashar et al., ISCA 2017, section 3.2): for each input channel and block of Kc filters, the
// Kc x R x S weights stand one after the other. Trailing zeros of a block are not stored.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct RunLength {
  struct Entry {
    std::int16_t value;  ///< 0 for a filler
    std::uint8_t zeros;  ///< before it
  };

  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int kernel_area = 1;
  int filters_per_block = 1;
  int run_bits = 4;
  std::vector<Entry> entries;
  std::vector<std::uint32_t> count;  ///< of every block's entries; channels x blocks of filters

  static RunLength encode(const Csc& matrix, int kernel_area, int filters_per_block, int run_bits);
  Dense<std::int16_t> decode() const;
  /// (z + fillers) (q + run bits), and for every block a count of log2(Kc R S + 1).
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
