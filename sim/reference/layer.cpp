// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/layer.h"

#include "sim/reference/convolution.h"
#include "sim/reference/fully_connected.h"

namespace sim::reference {

std::vector<std::int64_t> layer(const workload::Shape& shape, const workload::WeightMatrix& weights,
                                std::span<const std::int16_t> input) {
  if (const auto* conv = std::get_if<workload::Convolution>(&shape)) {
    return convolution(*conv, weights, input);
  }
  return fully_connected(weights, input);
}

}  // namespace sim::reference
