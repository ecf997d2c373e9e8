// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/layer_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/workload/features.h"
#include "sim/workload/file_array.h"
#include "sim/workload/image.h"
#include "sim/workload/pruning/one_sign.h"
#include "sim/workload/purification.h"
#include "sim/workload/synthesis.h"

namespace sim::workload {
namespace {

bool is_synthesised(const TensorSource& source) {
  return std::holds_alternative<Synthesis>(source.from);
}

tensor::Csc synthesised(const Layer& layer) {
  const auto* bias = layer.bias ? &std::get<Synthesis>(layer.bias->source.from) : nullptr;
  const auto& synthesis = std::get<Synthesis>(layer.weights.from);
  return synthesise_weights(geometry_of(layer.shape), synthesis, bias, layer.weights.quantisation,
                            layer.name + "/weights");
}

ExpectedShape weights_shape(const Shape& shape) {
  const auto size = [](int n) { return static_cast<std::size_t>(n); };
  if (const auto* fc = std::get_if<FullyConnected>(&shape)) {
    return {{{size(fc->outputs), size(fc->inputs)}},
            fmt::format("[{}, {}] (outputs, inputs)", fc->outputs, fc->inputs)};
  }
  const auto& conv = std::get<Convolution>(shape);
  return {{{size(conv.filters), size(conv.channels_per_group()), size(conv.kernel_height),
            size(conv.kernel_width)}},
          fmt::format("[{}, {}, {}, {}] (filters, {}, kernel height, kernel width)", conv.filters,
                      conv.channels_per_group(), conv.kernel_height, conv.kernel_width,
                      conv.groups == 1 ? "channels" : "channels per group")};
}

ExpectedShape bias_shape(const Shape& shape) {
  const auto rows = weight_rows(shape);
  const auto* what = std::holds_alternative<FullyConnected>(shape) ? "outputs" : "filters";
  return {{{static_cast<std::size_t>(rows)}}, fmt::format("[{}] ({})", rows, what)};
}

ExpectedShape activations_shape(const Shape& shape) {
  const auto size = [](int n) { return static_cast<std::size_t>(n); };
  if (const auto* fc = std::get_if<FullyConnected>(&shape)) {
    return {{{0, size(fc->inputs)}, {size(fc->inputs)}},
            fmt::format("[vectors, {}] or [{}] (inputs)", fc->inputs, fc->inputs)};
  }
  if (const auto* lstm = std::get_if<Lstm>(&shape)) {
    return {{{0, size(lstm->steps), size(lstm->inputs)}, {size(lstm->steps), size(lstm->inputs)}},
            fmt::format("[sequences, {0}, {1}] or [{0}, {1}] (steps, inputs)", lstm->steps,
                        lstm->inputs)};
  }
  const auto& conv = std::get<Convolution>(shape);
  const tensor::Shape image{size(conv.channels), size(conv.height), size(conv.width)};
  return {{{0, image[0], image[1], image[2]}, image},
          fmt::format("[images, {0}, {1}, {2}] or [{0}, {1}, {2}] (channels, height, width)",
                      conv.channels, conv.height, conv.width)};
}

// Both arrays' problems at once.
std::vector<tensor::NumpyArray> checked_arrays(const Layer& layer) {
  Problems problems;
  std::vector<tensor::NumpyArray> arrays;
  const auto add = [&](const TensorSource& source, const ExpectedShape& expected) {
    auto array = read_array(source, expected, problems);
    if (!array) return;
    check_values(source, *array, layer.weights, problems);
    arrays.push_back(std::move(*array));
  };
  add(layer.weights, weights_shape(layer.shape));
  if (layer.bias) add(layer.bias->source, bias_shape(layer.shape));
  problems.raise_if_any();
  return arrays;
}

tensor::Csc read(const Layer& layer) {
  const auto arrays = checked_arrays(layer);
  std::vector<const tensor::NumpyArray*> parts;
  for (const auto& array : arrays) parts.push_back(&array);
  const auto quantiser = quantiser_of(parts, layer.weights);

  const auto rows = static_cast<std::size_t>(weight_rows(layer.shape));
  const auto columns = static_cast<std::size_t>(weight_columns(layer.shape));
  const auto weights = integers_of(arrays[0], quantiser);
  if (!layer.bias) return tensor::Csc::encode({{rows, columns}, weights});
  const auto bias = integers_of(arrays[1], quantiser);
  tensor::Dense<std::int16_t> both({rows, columns + 1});
  for (std::size_t i = 0; i < rows; ++i) {
    std::copy_n(&weights[i * columns], columns, &both(i, 0));
    both(i, columns) = bias[i];
  }
  return tensor::Csc::encode(both);
}

}  // namespace

WeightMatrix load_weights(const Layer& layer) {
  const bool synthetic = is_synthesised(layer.weights);
  if (layer.bias && is_synthesised(layer.bias->source) != synthetic) {
    throw UserError({{layer.bias->source.place,
                      "weights and bias are either both synthesised or both read from files"}});
  }
  WeightMatrix weights;
  weights.matrix = synthetic ? synthesised(layer) : read(layer);
  weights.has_bias = layer.bias.has_value();
  if (layer.bias) weights.bias_input = static_cast<std::int16_t>(layer.bias->input);
  if (layer.live) weights = only_live(weights, *layer.live);
  // Inputs that purification leaves without a weight are in no fragment.
  const auto* synthesis = std::get_if<Synthesis>(&layer.weights.from);
  if (synthesis && synthesis->one_sign > 0) {
    pruning::give_fragments_one_sign(geometry_of(layer.shape), synthesis->one_sign, weights.matrix);
  }
  return weights;
}

Vectors load_activations(const Layer& layer) {
  if (!layer.activations) throw Fault("layer " + layer.name + " has no activations of its own");
  const auto& source = *layer.activations;
  const auto size = static_cast<std::size_t>(inputs_of(layer.shape));
  if (const auto* synthesis = std::get_if<Synthesis>(&source.from)) {
    const auto tensor = layer.name + "/activations";
    if (synthesis->clustering > 0) {
      return {size, synthesise_image(std::get<Convolution>(layer.shape), *synthesis,
                                     source.quantisation, tensor)};
    }
    const auto vectors = static_cast<std::size_t>(synthesis->vectors);
    if (std::holds_alternative<Lstm>(layer.shape)) {
      return {size, synthesise_features(vectors, size, *synthesis, source.quantisation, tensor)};
    }
    return {size, synthesise_activations(vectors, size, *synthesis, source.quantisation, tensor)};
  }
  Problems problems;
  const auto array = read_array(source, activations_shape(layer.shape), problems);
  if (array) check_values(source, *array, source, problems);
  problems.raise_if_any();
  return {size, integers_of(*array, quantiser_of({&*array}, source))};
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
