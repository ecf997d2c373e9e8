// SPDX-License-Identifier: Apache-2.0
// Groups of consecutive weights that share one relative index: rows of kernels (vectors) or whole
// kernels (Mao et al., "Exploring the regularity of sparse structure in convolutional neural
// networks", 2017, section 5). A group with a non-zero is stored whole. Groups stand channel by
// channel, filter by filter; their zero runs count groups, over the whole matrix.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Granular {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int kernel_area = 1;
  int group = 1;
  int run_bits = 4;
  std::vector<std::uint8_t> zeros;  ///< groups without a non-zero before every stored one
  std::vector<std::int16_t> value;  ///< `group` for each stored one; fillers have zeros only

  /// `group` divides the kernel's area.
  static Granular encode(const Csc& matrix, int kernel_area, int group, int run_bits);
  Dense<std::int16_t> decode() const;
  /// (groups + fillers) (g q + run bits).
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
