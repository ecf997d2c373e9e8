// SPDX-License-Identifier: Apache-2.0
// The tensors of a layer, ready to run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/tensor/csc.h"
#include "sim/workload/network.h"

namespace sim::workload {

/// The weights of a layer as a matrix: (outputs, inputs) of a fully connected one, (filters,
/// (channels / groups, kernel height, kernel width)) of a convolution; the bias is one more column.
struct WeightMatrix {
  tensor::Csc matrix;
  bool has_bias = false;
  std::int16_t bias_input = 1;
  std::int32_t inputs() const { return matrix.columns - has_bias; }
};

/// Inputs of one length, one after the other: vectors, or images of (channels, height, width).
struct Vectors {
  std::size_t size = 0;
  std::vector<std::int16_t> values;
  std::size_t count() const { return size == 0 ? 0 : values.size() / size; }
  std::span<const std::int16_t> vector(std::size_t i) const {
    return std::span(values).subspan(i * size, size);
  }
};

/// Synthesises or reads the weights; those that are live, if purification says so. UserError with
/// every problem: files, shapes, ranges.
WeightMatrix load_weights(const Layer& layer);

/// The same for a layer's own activations.
Vectors load_activations(const Layer& layer);

/// The labels of the network's input vectors.
std::vector<int> load_labels(const TensorSource& source);

}  // namespace sim::workload
