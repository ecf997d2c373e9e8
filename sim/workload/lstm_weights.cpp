// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/lstm_weights.h"

#include <fmt/format.h>

#include "sim/workload/file_array.h"
#include "sim/workload/synthesis.h"

namespace sim::workload {
namespace {

std::size_t size(std::int64_t n) { return static_cast<std::size_t>(n); }

// Nothing after a problem.
std::optional<std::vector<std::int16_t>> read(const TensorSource& source, MatrixSize matrix,
                                              const std::string& what, Problems& problems) {
  const ExpectedShape expected{{{size(matrix.rows), size(matrix.columns)}},
                               fmt::format("[{}, {}] ({})", matrix.rows, matrix.columns, what)};
  const auto before = problems.count();
  const auto array = read_array(source, expected, problems);
  if (array) check_values(source, *array, source, problems);
  if (problems.count() != before) return std::nullopt;
  return integers_of(*array, quantiser_of({&*array}, source));
}

tensor::Csc load_matrix(const Layer& layer, const Lstm& shape, std::size_t m, Problems& problems) {
  const auto& source = layer.lstm.matrices[m].source;
  const auto expected = size_of_matrix(shape, m);
  if (const auto* synthesis = std::get_if<Synthesis>(&source.from)) {
    return synthesise_weights(expected.rows, expected.columns, *synthesis, nullptr,
                              source.quantisation, layer.name + '/' + lstm_matrix_name(m));
  }
  const auto values = read(source, expected, lstm_matrix_name(m), problems);
  if (!values) return {};
  return tensor::Csc::encode({{size(expected.rows), size(expected.columns)}, *values});
}

// `count` vectors of one value for each cell, which are 0 without a source.
ScaledVectors load_vectors(const std::optional<ScaledSource>& scaled, int count, int cells,
                           const std::string& what, const std::string& tensor, Problems& problems) {
  ScaledVectors vectors{std::vector<std::int16_t>(size(count) * size(cells)), 0};
  if (!scaled) return vectors;
  vectors.fraction_bits = scaled->fraction_bits;
  const auto& source = scaled->source;
  if (const auto* synthesis = std::get_if<Synthesis>(&source.from)) {
    const auto matrix =
        synthesise_weights(count, cells, *synthesis, nullptr, source.quantisation, tensor);
    vectors.values = matrix.decode().values();
  } else if (auto values = read(source, {count, cells}, what, problems)) {
    vectors.values = *std::move(values);
  }
  return vectors;
}

}  // namespace

LstmWeights load_lstm_weights(const Layer& layer) {
  const auto& shape = std::get<Lstm>(layer.shape);
  const auto& sources = layer.lstm;
  LstmWeights weights;
  Problems problems;
  for (std::size_t m = 0; m < lstm_matrices; ++m) {
    if (size_of_matrix(shape, m).rows == 0) continue;
    weights.matrices[m] = {load_matrix(layer, shape, m, problems),
                           sources.matrices[m].fraction_bits};
  }
  weights.peepholes = load_vectors(sources.peepholes, 3, shape.cells, "gates i, f, o; cells",
                                   layer.name + "/peepholes", problems);
  weights.biases = load_vectors(sources.biases, lstm_gates, shape.cells, "gates i, f, c, o; cells",
                                layer.name + "/biases", problems);
  problems.raise_if_any();
  return weights;
}

}  // namespace sim::workload
