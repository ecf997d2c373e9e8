// SPDX-License-Identifier: Apache-2.0
// The work that cannot be avoided: what is left when all zeros are skipped.
#pragma once

#include <cstdint>

#include "sim/workload/layer_data.h"

namespace sim::reference {

/// Products of a non-zero weight and a non-zero input that belong to an output, in all images
/// together, without the bias.
std::int64_t effectual_products(const workload::Convolution& shape,
                                const workload::WeightMatrix& weights,
                                const workload::Vectors& images);

}  // namespace sim::reference
