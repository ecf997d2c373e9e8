// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/lstm_matrices.h"

#include <array>

namespace sim::workload {

const std::string& lstm_matrix_name(std::size_t matrix) {
  static const std::array<std::string, lstm_matrices> names = {"Wix", "Wir", "Wfx", "Wfr", "Wcx",
                                                               "Wcr", "Wox", "Wor", "Wym"};
  return names.at(matrix);
}

MatrixSize size_of_matrix(const Lstm& shape, std::size_t matrix) {
  if (matrix != projection_matrix) {
    return {shape.cells, matrix % 2 == 0 ? shape.inputs : shape.outputs()};
  }
  return {shape.projection, shape.projection > 0 ? shape.cells : 0};
}

}  // namespace sim::workload
