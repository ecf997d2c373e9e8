// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/prune.h"

#include "sim/base/errors.h"
#include "sim/workload/pruning/balanced.h"
#include "sim/workload/pruning/darb.h"
#include "sim/workload/pruning/n_of_m.h"
#include "sim/workload/pruning/pattern.h"
#include "sim/workload/pruning/tile.h"

namespace sim::workload::pruning {
namespace {

struct Pruner {
  const Density& density;
  const Geometry& geometry;
  const DenseWeights& weights;

  Mask operator()(const Unstructured&) const {
    throw Fault("an unstructured matrix is not pruned by a mask");
  }
  Mask operator()(const Pattern& structure) const {
    return prune_patterns(structure, geometry, weights);
  }
  Mask operator()(const PatternConnectivity& structure) const {
    return prune_patterns(structure, density.of_matrix, geometry, weights);
  }
  Mask operator()(const Block& block) const { return tiles({block.rows, block.columns}); }
  Mask operator()(const Darb& structure) const {
    return prune_darb(structure, density.of_matrix, density.row_factor, weights);
  }
  Mask operator()(const Row& row) const { return tiles({1, geometry.columns}, row.multiple_of); }
  Mask operator()(const Column& column) const {
    return tiles({geometry.rows_per_group(), 1}, column.multiple_of);
  }
  Mask operator()(const Filter& filter) const {
    return tiles({1, geometry.columns}, filter.multiple_of);
  }
  Mask operator()(const Channel&) const {
    return tiles({geometry.rows_per_group(), geometry.kernel_area()});
  }
  Mask operator()(const NOfM& structure) const {
    return prune_n_of_m(structure, geometry, weights);
  }
  Mask operator()(const Vector&) const { return tiles({1, geometry.kernel_width}); }
  Mask operator()(const Kernel&) const { return tiles({1, geometry.kernel_area()}); }
  Mask operator()(const Ternary&) const { return balanced(1); }
  Mask operator()(const Balanced& structure) const {
    return balanced(structure.processing_elements);
  }

  Mask tiles(const Tile& tile, int multiple_of = 1) const {
    return prune_tiles(tile, density.of_matrix, geometry, weights, multiple_of);
  }
  Mask balanced(int processing_elements) const {
    return prune_balanced(processing_elements, density.of_matrix, density.row_factor,
                          density.column_factor, weights);
  }
};

}  // namespace

Mask prune(const Structure& structure, const Density& density, const Geometry& geometry,
           const DenseWeights& weights) {
  return std::visit(Pruner{density, geometry, weights}, structure);
}

}  // namespace sim::workload::pruning
