// SPDX-License-Identifier: Apache-2.0
// How inputs reach the rows: the drivers know 2^bits levels from 0 up, so a wider input takes a
// pass for every digit, the lowest first, and a layer with negative inputs takes their magnitudes
// in passes of their own, which are subtracted: x = sum over passes of factor x level.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "arch/cap_ram/config.h"

namespace arch::cap_ram {

struct InputPass {
  int shift = 0;  ///< of the digit
  bool negative = false;

  std::int64_t factor() const {
    const auto magnitude = std::int64_t{1} << shift;
    return negative ? -magnitude : magnitude;
  }
  /// 0 to `largest` = 2^bits - 1.
  int level(int input, int largest) const {
    const int magnitude = negative ? -input : input;
    return magnitude > 0 ? (magnitude >> shift) & largest : 0;
  }
};

/// As many as the inputs of a layer need: digits of the largest magnitude, and twice as many if one
/// is negative.
std::vector<InputPass> input_passes(int bits, std::span<const std::int16_t> inputs);

/// Why the drivers cannot bring these inputs; empty if they can.
std::string check_inputs(const Config& config, std::span<const std::int16_t> inputs);

}  // namespace arch::cap_ram
