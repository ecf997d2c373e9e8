// SPDX-License-Identifier: Apache-2.0
// The reference of a layer of any kind.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/workload/layer_data.h"

namespace sim::reference {

/// The exact sums of one input, as fully_connected() or convolution() defines them.
std::vector<std::int64_t> layer(const workload::Shape& shape, const workload::WeightMatrix& weights,
                                std::span<const std::int16_t> input);

}  // namespace sim::reference
