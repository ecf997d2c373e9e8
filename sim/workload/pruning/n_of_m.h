// SPDX-License-Identifier: Apache-2.0
// N:M sparsity (NVIDIA's 2:4 and its relatives).
#pragma once

#include "sim/workload/pruning/dense_weights.h"
#include "sim/workload/pruning/geometry.h"
#include "sim/workload/pruning/mask.h"
#include "sim/workload/pruning/structure.h"

namespace sim::workload::pruning {

/// The n largest of every m input channels at the same place of the kernel. A last group of fewer
/// than m channels keeps n, too, or all that it has.
Mask prune_n_of_m(const NOfM& structure, const Geometry& geometry, const DenseWeights& weights);

}  // namespace sim::workload::pruning
