// SPDX-License-Identifier: Apache-2.0
// Ternary weights: two bits for each, which say 0, the positive or the negative value (Zhu et al.,
// "Trained ternary quantization", ICLR 2017).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Ternary {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  std::int16_t positive = 0;
  std::int16_t negative = 0;
  std::vector<std::uint8_t> codes;  ///< 4 elements in each, column after column: 0, 1 or 2

  /// More than one positive or more than one negative value.
  static std::optional<std::string> refusal(const Csc& matrix);
  static Ternary encode(const Csc& matrix);
  Dense<std::int16_t> decode() const;
  /// Two bits per element, and two values of 32 bits.
  FormatBits bits() const;
};

}  // namespace sim::tensor
