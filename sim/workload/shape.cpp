// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/shape.h"

#include "sim/base/errors.h"

namespace sim::workload {

std::string kind_of(const Shape& shape) {
  if (std::holds_alternative<Lstm>(shape)) return "lstm";
  return std::holds_alternative<FullyConnected>(shape) ? "fully_connected" : "convolution";
}

std::string a_kind_of(const Shape& shape) {
  if (std::holds_alternative<Lstm>(shape)) return "an LSTM";
  return std::holds_alternative<FullyConnected>(shape) ? "a fully connected layer"
                                                       : "a convolution";
}

Convolution as_convolution(const Shape& shape) {
  if (const auto* conv = std::get_if<Convolution>(&shape)) return *conv;
  if (std::holds_alternative<Lstm>(shape)) throw Fault("an LSTM is no convolution");
  const auto& fc = std::get<FullyConnected>(shape);
  return {fc.inputs, 1, 1, fc.outputs, 1, 1};
}

std::int64_t inputs_of(const Shape& shape) {
  if (const auto* fc = std::get_if<FullyConnected>(&shape)) return fc->inputs;
  if (const auto* lstm = std::get_if<Lstm>(&shape)) return std::int64_t{lstm->inputs} * lstm->steps;
  const auto& conv = std::get<Convolution>(shape);
  return std::int64_t{conv.channels} * conv.height * conv.width;
}

std::int64_t outputs_of(const Shape& shape) {
  if (const auto* fc = std::get_if<FullyConnected>(&shape)) return fc->outputs;
  if (const auto* lstm = std::get_if<Lstm>(&shape)) {
    return std::int64_t{lstm->outputs()} * lstm->steps;
  }
  const auto& conv = std::get<Convolution>(shape);
  return std::int64_t{conv.filters} * conv.output_height() * conv.output_width();
}

std::int32_t weight_rows(const Shape& shape) {
  if (const auto* fc = std::get_if<FullyConnected>(&shape)) return fc->outputs;
  return std::get<Convolution>(shape).filters;
}

std::int32_t weight_columns(const Shape& shape) {
  if (const auto* fc = std::get_if<FullyConnected>(&shape)) return fc->inputs;
  const auto& conv = std::get<Convolution>(shape);
  return conv.channels_per_group() * conv.kernel_area();
}

pruning::Geometry geometry_of(const Shape& shape) {
  const auto conv = as_convolution(shape);
  return {weight_rows(shape), weight_columns(shape), conv.kernel_height, conv.kernel_width,
          conv.groups};
}

std::int64_t macs_of(const Shape& shape) {
  const auto* lstm = std::get_if<Lstm>(&shape);
  if (lstm == nullptr) return outputs_of(shape) * weight_columns(shape);
  const auto gates = std::int64_t{4} * lstm->cells * (lstm->inputs + lstm->outputs());
  return lstm->steps * (gates + std::int64_t{lstm->projection} * lstm->cells);
}

}  // namespace sim::workload
