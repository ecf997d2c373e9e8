// SPDX-License-Identifier: Apache-2.0
// Integers as crossbars see them: inputs cut into slices of DAC bits, one slice per read, and
// weights cut into slices of cell bits, one cell each. Least significant slice first.
#pragma once

#include <cstdint>

#include "sim/tensor/dense.h"

namespace arch::memristor {

inline constexpr int most_array_rows = 1024;
inline constexpr int most_dac_bits = 8;
inline constexpr int most_cell_bits = 8;

/// a / b, rounded up; both at least 0, b above.
constexpr std::int64_t ceiling(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

/// An input vector's integers. The sign bit of two's complement is a slice of its own, the last
/// one, because its voltages count negative.
struct InputFormat {
  int bits = 1;  ///< 1 to 31, sign included
  bool is_signed = false;
  int dac_bits = 1;

  int magnitude_bits() const { return bits - (is_signed ? 1 : 0); }
  int slices() const { return (magnitude_bits() + dac_bits - 1) / dac_bits + (is_signed ? 1 : 0); }
};

/// A weight's integers: two's complement of `bits` bits for the offset encoding, magnitudes of
/// `bits` bits for the other two.
struct WeightFormat {
  int bits = 1;  ///< 1 to 31
  int cell_bits = 1;

  int slices() const { return (bits + cell_bits - 1) / cell_bits; }
  /// The highest level of a cell.
  int top_level() const { return (1 << cell_bits) - 1; }
};

/// Levels of an array's cells: (rows, columns).
using Levels = sim::tensor::Dense<std::uint8_t>;

/// Neighbouring rows of an array.
struct Rows {
  int first = 0;
  int count = 0;
  int end() const { return first + count; }
};

}  // namespace arch::memristor
