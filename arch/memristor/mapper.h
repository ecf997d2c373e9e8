// SPDX-License-Identifier: Apache-2.0
// Puts a layer's weights on arrays (ISAAC section V; FORMS; the ADMM papers' row, column and filter
// pruning): the matrix of each group of a convolution is cut into strips of as many inputs as an
// array has rows, and blocks of as many outputs as fit its columns. Inputs and outputs without any
// weight may be left out, so that pruned rows, columns and filters shrink the matrix or drop
// arrays. Biases are added by the tile's shift-and-add and take no cells.
#pragma once

#include <vector>

#include "arch/memristor/config.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/shape.h"

namespace arch::memristor {

/// The matrix of one group: which inputs (columns of the layer's weight matrix) and outputs of the
/// layer stand on arrays.
struct GroupMatrix {
  int group = 0;
  std::vector<std::uint32_t> inputs;
  std::vector<std::uint32_t> outputs;
  std::int64_t weights = 0;  ///< that are not zero
};

struct LayerMapping {
  sim::workload::Convolution shape;
  std::vector<GroupMatrix> groups;
  std::int64_t strips = 0;  ///< of all groups
  std::int64_t arrays = 0;  ///< of one copy
  std::int64_t cells = 0;   ///< of one copy that hold a weight, zeros that are not left out too
  std::int64_t dense_arrays = 0;  ///< that the layer would take with all inputs and outputs
  std::int64_t weights = 0;       ///< that are not zero
  int most_strips = 0;            ///< of a group
  int most_rows = 0;              ///< of a strip
  std::int64_t outputs = 0;       ///< that stand on arrays

  std::int64_t windows() const {
    return std::int64_t{shape.output_height()} * shape.output_width();
  }
};

LayerMapping map_layer(const Config& config, const sim::workload::Shape& shape,
                       const sim::workload::WeightMatrix& weights);

/// The weights of `rows` inputs of a group, from its `first` input on: (inputs, outputs).
Weights strip_of(const GroupMatrix& group, const sim::tensor::Csc& matrix, std::size_t first,
                 std::size_t rows);

}  // namespace arch::memristor
