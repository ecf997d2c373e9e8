// SPDX-License-Identifier: Apache-2.0
// How a sum becomes the next layer's activation.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/workload/network.h"

namespace sim::workload {

/// saturate((sum + half) >> shift), then ReLU if the stage has one.
inline std::int16_t narrow(std::int64_t sum, const OutputStage& stage) {
  if (stage.shift > 0) sum = (sum + (std::int64_t{1} << (stage.shift - 1))) >> stage.shift;
  const std::int64_t largest = (std::int64_t{1} << (stage.bits - 1)) - 1;
  sum = std::clamp(sum, -largest - 1, largest);
  return static_cast<std::int16_t>(stage.relu ? std::max<std::int64_t>(sum, 0) : sum);
}

}  // namespace sim::workload
