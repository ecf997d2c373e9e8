// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/layer_reader.h"

#include <algorithm>

#include "sim/config/reader.h"
#include "sim/workload/lstm_reader.h"
#include "sim/workload/tensor_reader.h"

namespace sim::workload {
namespace {

using config::at_least;
using config::between;
using config::field;

enum class LayerKind { fully_connected, convolution, lstm };

// Counted with a bias, so that columns and non-zeros can be counted in 32 bits.
constexpr double most_weights = 2147483647.0;

config::Fields fields_of(FullyConnected& shape) {
  return {field("inputs", shape.inputs, "inputs of the layer", "", at_least(1)),
          field("outputs", shape.outputs, "outputs of the layer", "", at_least(1))};
}

config::Fields fields_of(Convolution& shape) {
  return {field("channels", shape.channels, "input channels", "", at_least(1)),
          field("height", shape.height, "height of an input plane", "pixels", at_least(1)),
          field("width", shape.width, "width of an input plane", "pixels", at_least(1)),
          field("filters", shape.filters, "filters, or output channels", "", at_least(1)),
          field("kernel_height", shape.kernel_height, "height of a filter", "pixels", at_least(1)),
          field("kernel_width", shape.kernel_width, "width of a filter", "pixels", at_least(1)),
          field("stride", shape.stride, "distance of neighbouring outputs", "pixels", at_least(1))
              .optional(),
          field("padding", shape.padding, "zeros around an input plane", "pixels", at_least(0))
              .optional(),
          field("groups", shape.groups, "groups of channels that do not see each other", "",
                at_least(1))
              .optional()};
}

config::Fields fields_of(Lstm& shape) {
  return {
      field("inputs", shape.inputs, "inputs of one time step", "", at_least(1)),
      field("cells", shape.cells, "cells", "", at_least(1)),
      field("projection", shape.projection, "outputs of the projection; 0: there is none", "",
            at_least(0))
          .optional(),
      field("steps", shape.steps, "time steps of a sequence", "", between(1, 1 << 20)).optional()};
}

double weights_of(const FullyConnected& shape) { return (shape.inputs + 1.0) * shape.outputs; }

double weights_of(const Convolution& shape) {
  return static_cast<double>(shape.filters) * shape.channels / shape.groups * shape.kernel_height *
         shape.kernel_width;
}

// The largest of the matrices.
double weights_of(const Lstm& shape) {
  return static_cast<double>(shape.cells) * std::max(shape.inputs, shape.outputs());
}

void check_kernel(const config::Node& node, const std::string& side, std::int64_t kernel,
                  std::int64_t plane, std::int64_t padding, Problems& problems) {
  if (plane == 0 || kernel <= plane + 2 * padding) return;
  problems.add(node.find("kernel_" + side)->place(), "a kernel of " + side + ' ' +
                                                         std::to_string(kernel) +
                                                         " does not fit a plane of padded " + side +
                                                         ' ' + std::to_string(plane + 2 * padding));
}

void check_groups(const config::Node& node, const std::string& what, int number, int groups,
                  Problems& problems) {
  if (number % groups == 0) return;
  problems.add(node.find("groups")->place(), std::to_string(groups) + " groups do not divide " +
                                                 std::to_string(number) + ' ' + what);
}

void check(const config::Node&, const FullyConnected&, Problems&) {}
void check(const config::Node&, const Lstm&, Problems&) {}

void check(const config::Node& node, const Convolution& shape, Problems& problems) {
  check_kernel(node, "height", shape.kernel_height, shape.height, shape.padding, problems);
  check_kernel(node, "width", shape.kernel_width, shape.width, shape.padding, problems);
  check_groups(node, "channels", shape.channels, shape.groups, problems);
  check_groups(node, "filters", shape.filters, shape.groups, problems);
}

// Reads everything but the tensors.
template <class Kind>
void read_with_shape(const config::Node& node, config::Fields fields, Kind shape, Layer& layer,
                     const std::vector<std::string>& also_known, Problems& problems) {
  for (auto& one : fields_of(shape)) fields.push_back(std::move(one));
  config::read(node, fields, problems, also_known);
  check(node, shape, problems);
  if (weights_of(shape) > most_weights) {
    problems.add(node.place(), "has 2^31 weights or more, with its bias");
  }
  layer.shape = shape;
}

// Which other keys there are depends on the kind; if it is wrong, no key of any kind is.
void read_without_shape(const config::Node& node, const config::Fields& fields,
                        std::vector<std::string> also_known, Problems& problems) {
  FullyConnected fully_connected;
  Convolution convolution;
  Lstm lstm;
  for (const auto& one : fields_of(fully_connected)) also_known.push_back(one.key);
  for (const auto& one : fields_of(convolution)) also_known.push_back(one.key);
  for (const auto& one : fields_of(lstm)) {
    if (one.key != "inputs") also_known.push_back(one.key);  // a fully connected layer's, too
  }
  for (const auto* key : {"formats", "peepholes", "biases"}) also_known.emplace_back(key);
  config::read(node, fields, problems, also_known);
}

config::Fields output_fields(OutputStage& output) {
  return {
      field("output/shift", output.shift, "right shift of the sums", "bits", between(0, 62))
          .optional(),
      field("output/relu", output.relu, "whether negative outputs become 0").optional(),
      field("output/bits", output.bits, "width of an output", "bits", between(2, 16)).optional()};
}

void read_scalars(const config::Node& node, Layer& layer, Problems& problems) {
  const std::vector<std::string> tensors = {"weights", "bias", "activations", "from"};
  auto kind = LayerKind::fully_connected;
  config::Fields fields = {
      field("name", layer.name, "name of the layer", "", config::non_empty()),
      field("kind",
            config::choice<LayerKind>(kind, {{"fully_connected", LayerKind::fully_connected},
                                             {"convolution", LayerKind::convolution},
                                             {"lstm", LayerKind::lstm}}),
            "kind of the layer")};
  const auto kind_node = node.find("kind");
  const auto given = kind_node && kind_node->kind() == config::Kind::string ? kind_node->as_string()
                                                                            : std::string();
  if (given == "lstm") {
    // Its outputs have a format of their own.
    layer.output = {0, false, 16};
    for (auto& one : format_fields(layer.lstm.formats)) fields.push_back(std::move(one));
    read_with_shape(node, fields, Lstm(), layer,
                    {"weights", "peepholes", "biases", "activations", "from"}, problems);
    return;
  }
  for (auto& one : output_fields(layer.output)) fields.push_back(std::move(one));
  if (given == "fully_connected") {
    read_with_shape(node, fields, FullyConnected(), layer, tensors, problems);
  } else if (given == "convolution") {
    read_with_shape(node, fields, Convolution(), layer, tensors, problems);
  } else {
    read_without_shape(node, fields, tensors, problems);
  }
}

}  // namespace

Layer read_layer(const config::Node& node, const std::filesystem::path& folder,
                 Problems& problems) {
  Layer layer;
  layer.place = node.place();
  layer.canonical = node.text();
  const auto before = problems.count();
  read_scalars(node, layer, problems);
  const auto shape = problems.count() == before ? std::optional<Shape>(layer.shape) : std::nullopt;
  if (node.kind() != config::Kind::object) return layer;
  if (auto* lstm = std::get_if<Lstm>(&layer.shape)) {
    lstm->peepholes = node.find("peepholes").has_value();
    read_lstm_tensors(node, folder, *lstm, layer.lstm, problems);
  } else if (const auto weights = node.find("weights")) {
    layer.weights = read_weights(*weights, shape, folder, problems);
  } else {
    auto place = node.place();
    place.pointer += "/weights";
    problems.add(place, "missing (the weights of the layer)");
  }
  if (const auto bias = node.find("bias")) layer.bias = read_bias(*bias, folder, problems);
  if (const auto activations = node.find("activations")) {
    const bool is_image = std::holds_alternative<Convolution>(layer.shape);
    layer.activations = read_activations(*activations, folder, is_image, problems);
  }
  return layer;
}

}  // namespace sim::workload
