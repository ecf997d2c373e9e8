// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/layer_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/workload/file_array.h"
#include "sim/workload/synthesis.h"

namespace sim::workload {
namespace {

bool is_synthesised(const TensorSource& source) {
  return std::holds_alternative<Synthesis>(source.from);
}

tensor::Csc synthesised(const Layer& layer, const FullyConnected& shape) {
  const auto* bias = layer.bias ? &std::get<Synthesis>(layer.bias->source.from) : nullptr;
  return synthesise_weights(shape.outputs, shape.inputs + (bias ? 1 : 0),
                            std::get<Synthesis>(layer.weights.from), bias,
                            layer.weights.quantisation, layer.name + "/weights");
}

// Both arrays' problems at once.
std::vector<tensor::NumpyArray> checked_arrays(const Layer& layer, const FullyConnected& shape) {
  const auto outputs = static_cast<std::size_t>(shape.outputs);
  const auto inputs = static_cast<std::size_t>(shape.inputs);
  Problems problems;
  std::vector<tensor::NumpyArray> arrays;
  const auto add = [&](const TensorSource& source, const ExpectedShape& expected) {
    auto array = read_array(source, expected, problems);
    if (!array) return;
    check_values(source, *array, layer.weights, problems);
    arrays.push_back(std::move(*array));
  };
  add(layer.weights,
      {{{outputs, inputs}}, fmt::format("[{}, {}] (outputs, inputs)", outputs, inputs)});
  if (layer.bias) {
    add(layer.bias->source, {{{outputs}}, fmt::format("[{}] (outputs)", outputs)});
  }
  problems.raise_if_any();
  return arrays;
}

tensor::Csc read(const Layer& layer, const FullyConnected& shape) {
  const auto arrays = checked_arrays(layer, shape);
  std::vector<const tensor::NumpyArray*> parts;
  for (const auto& array : arrays) parts.push_back(&array);
  const auto quantiser = quantiser_of(parts, layer.weights);

  const auto outputs = static_cast<std::size_t>(shape.outputs);
  const auto inputs = static_cast<std::size_t>(shape.inputs);
  const auto weights = integers_of(arrays[0], quantiser);
  if (!layer.bias) return tensor::Csc::encode({{outputs, inputs}, weights});
  const auto bias = integers_of(arrays[1], quantiser);
  tensor::Dense<std::int16_t> both({outputs, inputs + 1});
  for (std::size_t i = 0; i < outputs; ++i) {
    std::copy_n(&weights[i * inputs], inputs, &both(i, 0));
    both(i, inputs) = bias[i];
  }
  return tensor::Csc::encode(both);
}

}  // namespace

FullyConnectedWeights load_weights(const Layer& layer, const FullyConnected& shape) {
  const bool synthetic = is_synthesised(layer.weights);
  if (layer.bias && is_synthesised(layer.bias->source) != synthetic) {
    throw UserError({{layer.bias->source.place,
                      "weights and bias are either both synthesised or both read from files"}});
  }
  FullyConnectedWeights weights;
  weights.matrix = synthetic ? synthesised(layer, shape) : read(layer, shape);
  weights.has_bias = layer.bias.has_value();
  if (layer.bias) weights.bias_input = static_cast<std::int16_t>(layer.bias->input);
  return weights;
}

Vectors load_activations(const Layer& layer, const FullyConnected& shape) {
  if (!layer.activations) throw Fault("layer " + layer.name + " has no activations of its own");
  const auto& source = *layer.activations;
  const auto inputs = static_cast<std::size_t>(shape.inputs);
  if (const auto* synthesis = std::get_if<Synthesis>(&source.from)) {
    return {inputs, synthesise_activations(1, inputs, *synthesis, source.quantisation,
                                           layer.name + "/activations")};
  }
  Problems problems;
  const auto array = read_array(
      source,
      {{{0, inputs}, {inputs}}, fmt::format("[vectors, {}] or [{}] (inputs)", inputs, inputs)},
      problems);
  if (array) check_values(source, *array, source, problems);
  problems.raise_if_any();
  return {inputs, integers_of(*array, quantiser_of({&*array}, source))};
}

std::vector<int> load_labels(const TensorSource& source) {
  constexpr auto largest = std::numeric_limits<int>::max();
  Problems problems;
  const auto array = read_array(source, {{{0}}, "[vectors]"}, problems);
  if (array && std::holds_alternative<std::vector<double>>(array->values)) {
    problems.add(source.place,
                 name_of(source) + ": holds " + array->dtype + ", but labels are whole numbers");
  } else if (array) {
    check_integers(source, *array, 0, largest, fmt::format("labels are 0 to {}", largest),
                   problems);
  }
  problems.raise_if_any();
  const auto& values = std::get<std::vector<std::int64_t>>(array->values);
  std::vector<int> labels;
  labels.reserve(values.size());
  for (const auto value : values) labels.push_back(static_cast<int>(value));
  return labels;
}

}  // namespace sim::workload
