// SPDX-License-Identifier: Apache-2.0
// The dense matrix as a format of its own: what the others are compared with.
#pragma once

#include "sim/tensor/format.h"

namespace sim::tensor {

struct Uncompressed {
  Dense<std::int16_t> matrix;

  static Uncompressed encode(const Dense<std::int16_t>& matrix) { return {matrix}; }
  Dense<std::int16_t> decode() const { return matrix; }
  /// `value_bits` for every element, zeros included.
  FormatBits bits(int value_bits = 16) const {
    return {.values = static_cast<std::int64_t>(matrix.size()) * value_bits};
  }
};

}  // namespace sim::tensor
