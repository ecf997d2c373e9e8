// SPDX-License-Identifier: Apache-2.0
// The shapes of layers, and what follows from them.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "sim/workload/pruning/geometry.h"

namespace sim::workload {

/// outputs x inputs weights.
struct FullyConnected {
  int inputs = 0;
  int outputs = 0;
};

/// filters x (channels / groups) x kernel_height x kernel_width weights; output (k, p, q) is the
/// sum over c, r and s of weight (k, c, r, s) times input (c, p stride + r - padding, q stride + s
/// - padding), where inputs outside of the plane are 0.
struct Convolution {
  int channels = 0, height = 0, width = 0;
  int filters = 0, kernel_height = 0, kernel_width = 0;
  int stride = 1, padding = 0, groups = 1;

  int output_height() const { return (height + 2 * padding - kernel_height) / stride + 1; }
  int output_width() const { return (width + 2 * padding - kernel_width) / stride + 1; }
  int channels_per_group() const { return channels / groups; }
  int filters_per_group() const { return filters / groups; }
  int kernel_area() const { return kernel_height * kernel_width; }
};

/// `steps` time steps of an LSTM with `cells` cells; sim/reference/lstm.h has its equations. One
/// input is the sequence of all steps' inputs, one output that of all steps' outputs.
struct Lstm {
  int inputs = 0;
  int cells = 0;
  int projection = 0;  ///< outputs of the projection; 0: none, the cells' outputs are the layer's
  bool peepholes = false;
  int steps = 1;

  /// Of one time step.
  int outputs() const { return projection > 0 ? projection : cells; }
};

using Shape = std::variant<FullyConnected, Convolution, Lstm>;

/// "fully_connected", "convolution" or "lstm".
std::string kind_of(const Shape& shape);
/// "a fully connected layer", "a convolution" or "an LSTM".
std::string a_kind_of(const Shape& shape);

/// A layer as a convolution: a fully connected one is that of a plane with a single position. A
/// Fault for an LSTM.
Convolution as_convolution(const Shape& shape);

/// One input: the vector's length, channels x height x width of an image, or steps x inputs.
std::int64_t inputs_of(const Shape& shape);
/// One output: the vector's length, filters x output height x output width, or steps x outputs.
std::int64_t outputs_of(const Shape& shape);
/// The weight matrix of a layer that has just one: one row for every output or filter ...
std::int32_t weight_rows(const Shape& shape);
/// ... and one column for every weight of it: (channels / groups, kernel_height, kernel_width).
std::int32_t weight_columns(const Shape& shape);
/// How that matrix is made up of kernels.
pruning::Geometry geometry_of(const Shape& shape);
/// Multiplications of a dense machine for one input, those with padding included; of an LSTM those
/// of its matrices in all steps.
std::int64_t macs_of(const Shape& shape);

}  // namespace sim::workload
