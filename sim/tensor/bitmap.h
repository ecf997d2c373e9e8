// SPDX-License-Identifier: Apache-2.0
// One bit for every element, and the non-zeros: column after column.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Bitmap {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::vector<std::uint64_t> mask;  ///< bit k of it is element k % rows of column k / rows
  std::vector<std::int16_t> value;

  static Bitmap encode(const Csc& matrix);
  Dense<std::int16_t> decode() const;
  /// A bit per element, and z q. Without offsets: read from the beginning.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
