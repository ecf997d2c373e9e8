// SPDX-License-Identifier: Apache-2.0
// Zeros before an element, counted in a few bits. A gap that they cannot express is bridged by
// fillers, elements of value 0 that cover 2^bits positions each.
#pragma once

#include <cstdint>

namespace sim::tensor {

template <class Count>
struct ZeroRun {
  std::uint64_t fillers = 0;
  Count zeros = 0;  ///< that remain
};

/// `bits` is 1 to as many as `Count` has.
template <class Count = std::uint8_t>
constexpr ZeroRun<Count> zero_run(std::uint64_t gap, int bits) {
  const auto mask = (std::uint64_t{1} << bits) - 1;
  return {gap >> bits, static_cast<Count>(gap & mask)};
}

/// The zeros that a filler counts; it is itself one more.
template <class Count = std::uint8_t>
constexpr Count filler_zeros(int bits) {
  return static_cast<Count>((std::uint32_t{1} << bits) - 1);
}

}  // namespace sim::tensor
