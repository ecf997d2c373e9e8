// SPDX-License-Identifier: Apache-2.0
// The plain truth about a fully connected layer: the judge of every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/workload/layer_data.h"

namespace sim::reference {

/// The exact sums (before the output stage) of one input vector: `outputs` 64-bit integers.
/// A Fault if the vector's length is not the layer's.
std::vector<std::int64_t> fully_connected(const workload::WeightMatrix& weights,
                                          std::span<const std::int16_t> input);

}  // namespace sim::reference
