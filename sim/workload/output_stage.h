// SPDX-License-Identifier: Apache-2.0
// How a sum becomes the next layer's activation.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/workload/network.h"

namespace sim::workload {

/// (sum + half) >> shift: an arithmetic shift that rounds to nearest, halves upwards.
inline std::int64_t rounded(std::int64_t sum, const OutputStage& stage) {
  return stage.shift == 0 ? sum : (sum + (std::int64_t{1} << (stage.shift - 1))) >> stage.shift;
}

/// The rounded sum, saturated, then ReLU if the stage has one.
inline std::int16_t narrow(std::int64_t sum, const OutputStage& stage) {
  const std::int64_t largest = (std::int64_t{1} << (stage.bits - 1)) - 1;
  const auto clipped = std::clamp(rounded(sum, stage), -largest - 1, largest);
  return static_cast<std::int16_t>(stage.relu ? std::max<std::int64_t>(clipped, 0) : clipped);
}

}  // namespace sim::workload
