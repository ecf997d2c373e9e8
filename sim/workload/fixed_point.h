// SPDX-License-Identifier: Apache-2.0
// Integers that stand for v / 2^fraction_bits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace sim::workload {

/// A value with `drop` bits less behind the binary point: rounded to nearest, halves upwards. With
/// a negative `drop` so many zeros are appended, exactly.
constexpr std::int64_t without_bits(std::int64_t value, int drop) {
  if (drop <= 0) return value * (std::int64_t{1} << -drop);
  return (value + (std::int64_t{1} << (drop - 1))) >> drop;
}

/// The nearest value of 16 bits.
constexpr std::int16_t saturated16(std::int64_t value) {
  using Limits = std::numeric_limits<std::int16_t>;
  return static_cast<std::int16_t>(std::clamp<std::int64_t>(value, Limits::min(), Limits::max()));
}

}  // namespace sim::workload
