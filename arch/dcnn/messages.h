// SPDX-License-Identifier: Apache-2.0
// What flows between the blocks.
#pragma once

#include <cstdint>
#include <span>

namespace arch::dcnn {

/// The weights of a group of filters for one vector of terms: one weight vector per filter.
struct WeightBlock {
  std::int32_t filter_group = 0;
  std::int32_t vector = 0;
};

/// The inputs of a pass have arrived in the activation RAMs.
struct InputTile {
  std::int32_t pass = 0;
};

/// A buffer may be filled anew: that of an input tile, or a set of accumulators.
struct Freed {};

/// The finished sums of a group of filters on a PE's tile: (filter, row, column).
struct Sums {
  std::int32_t filter_group = 0;
  std::span<const std::int64_t> values;
};

/// The activations of a group of filters on a PE's tile, as many bits as they have in DRAM.
struct Outputs {
  std::int64_t bits = 0;
};

}  // namespace arch::dcnn
