// SPDX-License-Identifier: Apache-2.0
// The plain truth about a convolution: the judge of every machine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/workload/layer_data.h"

namespace sim::reference {

/// The exact sums (before the output stage) of one image (channels, height, width): 64-bit integers
/// of (filters, output height, output width). A Fault if the image or the weights do not fit.
std::vector<std::int64_t> convolution(const workload::Convolution& shape,
                                      const workload::WeightMatrix& weights,
                                      std::span<const std::int16_t> image);

}  // namespace sim::reference
