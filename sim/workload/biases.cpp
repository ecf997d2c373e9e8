// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/biases.h"

namespace sim::workload {

void add_biases(const Convolution& shape, const WeightMatrix& weights,
                std::span<std::int64_t> sums) {
  if (!weights.has_bias) return;
  const auto& matrix = weights.matrix;
  const auto column = static_cast<std::size_t>(weights.inputs());
  const auto plane = static_cast<std::size_t>(shape.output_height()) *
                     static_cast<std::size_t>(shape.output_width());
  const auto image = plane * static_cast<std::size_t>(shape.filters);
  for (auto k = matrix.start[column]; k < matrix.start[column + 1]; ++k) {
    const auto bias = std::int64_t{matrix.value[k]} * weights.bias_input;
    for (std::size_t at = matrix.row[k] * plane; at < sums.size(); at += image) {
      for (auto& sum : sums.subspan(at, plane)) sum += bias;
    }
  }
}

}  // namespace sim::workload
