// SPDX-License-Identifier: Apache-2.0
// What the central control unit broadcasts to the PEs.
#pragma once

#include <cstdint>

namespace arch::eie {

/// A non-zero activation and its column, or the end of a batch of rows.
struct Activation {
  enum class Kind : std::uint8_t { value, end_of_rows, end_of_vector };
  Kind kind = Kind::value;
  std::int16_t value = 0;
  std::int32_t column = 0;
};

}  // namespace arch::eie
