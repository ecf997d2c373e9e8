// SPDX-License-Identifier: Apache-2.0
// Density-adaptive regular blocks (DARB, 1911.08020): each row is cut into blocks of B consecutive
// weights, of which the largest stays (block-max weight masking). A row's B, a power of two, comes
// from the share of its weights which unstructured pruning at the stated density would keep.
// The paper does not say how a row's density is rounded to a power of two. Here a row's B is the
// power of two below 1 / its share or the next one: rows whose 1 / share lies nearest to the next
// one take it, as many of them as bring the density of the matrix next to the stated one. It misses
// it by at most half of what doubling one row's B takes away, unless the rows' spread gives many
// rows more than all of their weights, or less than one of `largest_block`.
#pragma once

#include "sim/workload/pruning/dense_weights.h"
#include "sim/workload/pruning/geometry.h"
#include "sim/workload/pruning/mask.h"
#include "sim/workload/pruning/structure.h"

namespace sim::workload::pruning {

/// The block size of every row. `row_factor` has the relative densities of the rows.
std::vector<std::int32_t> block_sizes(const Darb& structure, double density,
                                      const std::vector<double>& row_factor,
                                      const DenseWeights& weights);

/// Row i keeps ceil(columns / B_i) weights.
Mask prune_darb(const Darb& structure, double density, const std::vector<double>& row_factor,
                const DenseWeights& weights);

}  // namespace sim::workload::pruning
