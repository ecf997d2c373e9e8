// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/fully_connected.h"

#include "sim/base/errors.h"

namespace sim::reference {

std::vector<std::int64_t> fully_connected(const workload::WeightMatrix& weights,
                                          std::span<const std::int16_t> input) {
  const auto& matrix = weights.matrix;
  if (static_cast<std::int32_t>(input.size()) != weights.inputs()) {
    throw Fault("the reference got " + std::to_string(input.size()) + " inputs instead of " +
                std::to_string(weights.inputs()));
  }
  std::vector<std::int64_t> sums(static_cast<std::size_t>(matrix.rows));
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    const std::int64_t a =
        j < weights.inputs() ? input[static_cast<std::size_t>(j)] : weights.bias_input;
    if (a == 0) continue;
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      sums[matrix.row[k]] += a * matrix.value[k];
    }
  }
  return sums;
}

}  // namespace sim::reference
