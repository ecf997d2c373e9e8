// SPDX-License-Identifier: Apache-2.0
// Structures that keep or prune whole tiles of the matrix: rows, columns, filters, channels,
// kernels, rows of kernels (Mao et al., "Exploring the regularity of sparse structure in
// convolutional neural networks", 2017) and blocks.
#pragma once

#include "sim/workload/pruning/dense_weights.h"
#include "sim/workload/pruning/geometry.h"
#include "sim/workload/pruning/mask.h"

namespace sim::workload::pruning {

/// The tiles of a grid that begins at (0, 0); the last ones of a row or column may be smaller.
struct Tile {
  std::int32_t rows = 1;
  std::int32_t columns = 1;
};

/// Keeps the round(density x number of tiles) tiles with the largest L2 norms, of equals the first
/// in the order of columns; of a multiple, the number next to that, but one multiple at least.
Mask prune_tiles(const Tile& tile, double density, const Geometry& geometry,
                 const DenseWeights& weights, int multiple_of = 1);

}  // namespace sim::workload::pruning
