// SPDX-License-Identifier: Apache-2.0
// Load-balance-aware pruning (ESE, FPGA 2017): the rows of every processing element have the same
// density, so that all have the same work.
#pragma once

#include "sim/workload/pruning/dense_weights.h"
#include "sim/workload/pruning/geometry.h"
#include "sim/workload/pruning/mask.h"

namespace sim::workload::pruning {

/// Of the rows k mod `processing_elements`, for each k, the round(density x their size) weights of
/// the lowest rank / (row's factor x column's factor); of equals the first, column by column. With
/// one processing element the whole matrix has exactly the stated density.
Mask prune_balanced(std::int32_t processing_elements, double density,
                    const std::vector<double>& row_factor, const std::vector<double>& column_factor,
                    const DenseWeights& weights);

}  // namespace sim::workload::pruning
