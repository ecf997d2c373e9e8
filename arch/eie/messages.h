// SPDX-License-Identifier: Apache-2.0
// What the central control unit broadcasts to the PEs.
#pragma once

#include <cstdint>

namespace arch::eie {

/// A non-zero activation and its column; or the sign that a batch of rows is complete, that the
/// whole vector is, or that the SRAMs are about to be filled anew.
struct Activation {
  enum class Kind : std::uint8_t { value, end_of_rows, end_of_vector, end_of_load };
  Kind kind = Kind::value;
  std::int16_t value = 0;
  /// At the end of rows or of a vector, the batch of rows that follows; at the end of a load, the
  /// next one's first column.
  std::int32_t column = 0;
};

}  // namespace arch::eie
