// SPDX-License-Identifier: Apache-2.0
// The biases of a layer whose multipliers do without them: added to whole sums, as a machine's
// output stage does.
#pragma once

#include <cstdint>
#include <span>

#include "sim/workload/layer_data.h"

namespace sim::workload {

/// Adds each filter's bias, if there are any, to its sums, which are (images, filters, output
/// height, output width).
void add_biases(const Convolution& shape, const WeightMatrix& weights,
                std::span<std::int64_t> sums);

}  // namespace sim::workload
