// SPDX-License-Identifier: Apache-2.0
// Which weights a structure keeps: in each, the choice of the largest magnitudes that it allows.
#pragma once

#include <vector>

#include "sim/workload/pruning/dense_weights.h"
#include "sim/workload/pruning/geometry.h"
#include "sim/workload/pruning/mask.h"
#include "sim/workload/pruning/structure.h"

namespace sim::workload::pruning {

/// How dense the matrix shall be; a structure that decides it itself ignores all of this.
struct Density {
  double of_matrix = 1;
  std::vector<double> row_factor;     ///< relative densities of the rows, mean 1
  std::vector<double> column_factor;  ///< and of the columns
};

/// Fault for an unstructured matrix, which synthesis.h draws without storing a mask.
Mask prune(const Structure& structure, const Density& density, const Geometry& geometry,
           const DenseWeights& weights);

}  // namespace sim::workload::pruning
