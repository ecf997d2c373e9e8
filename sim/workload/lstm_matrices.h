// SPDX-License-Identifier: Apache-2.0
// The matrices of an LSTM: their order, names and sizes. The equations that they stand in are those
// of sim/reference/lstm.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "sim/workload/shape.h"

namespace sim::workload {

/// In the order in which their matrices and vectors are held; `cell` is the cell's input.
enum class Gate { input, forget, cell, output };
inline constexpr std::size_t lstm_gates = 4;

/// Each gate has a matrix for the inputs and one for the outputs of the step before; the projection
/// follows the last gate.
inline constexpr std::size_t lstm_matrices = 9;
inline constexpr std::size_t projection_matrix = 8;
constexpr std::size_t input_matrix(Gate gate) { return 2 * static_cast<std::size_t>(gate); }
constexpr std::size_t recurrent_matrix(Gate gate) { return input_matrix(gate) + 1; }

/// "Wix", "Wir", "Wfx", "Wfr", "Wcx", "Wcr", "Wox", "Wor" or "Wym".
const std::string& lstm_matrix_name(std::size_t matrix);

struct MatrixSize {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
};
/// Both are 0 for the projection of an LSTM that has none.
MatrixSize size_of_matrix(const Lstm& shape, std::size_t matrix);

}  // namespace sim::workload
