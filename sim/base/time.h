// SPDX-License-Identifier: Apache-2.0
// Simulated time: an integer number of picoseconds, and cycles of a clock. Two types, so that
// neither is taken for the other.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>

namespace sim {

/// A moment or a span of simulated time, in picoseconds.
using Time = std::chrono::duration<std::int64_t, std::pico>;

/// A number of cycles of some clock.
using Cycles = std::int64_t;

/// The period of a clock, to the nearest picosecond.
inline Time period_of(double clock_mhz) {
  return Time{static_cast<std::int64_t>(std::llround(1e6 / clock_mhz))};
}

/// The first edge of a clock of the given period (edges at 0, period, 2 period, ...) at or after
/// `t`. `t` is not negative.
constexpr Time align_up(Time t, Time period) {
  const auto p = period.count();
  return Time{(t.count() + p - 1) / p * p};
}

/// `t` if it is positive, else 0. Without a branch: in the channels' hot path it would be one that
/// no processor can predict.
constexpr Time positive_part(Time t) { return Time{t.count() & ~(t.count() >> 63)}; }

}  // namespace sim
