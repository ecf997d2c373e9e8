// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/network_reader.h"

#include <array>
#include <map>

#include "sim/config/reader.h"
#include "sim/workload/layer_reader.h"
#include "sim/workload/tensor_reader.h"

namespace sim::workload {
namespace {

Place below(Place place, const std::string& key) {
  place.pointer += '/' + key;
  return place;
}

// The place of a key's value, or of the layer if it was not given.
Place place_of(const config::Node& layer, const std::string& key) {
  const auto node = layer.find(key);
  return node ? node->place() : below(layer.place(), key);
}

void check_names(const std::vector<config::Node>& nodes, const std::vector<Layer>& layers,
                 Problems& problems) {
  std::map<std::string, std::size_t> first;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].name.empty()) continue;
    const auto [known, is_new] = first.emplace(layers[i].name, i);
    if (is_new) continue;
    problems.add(place_of(nodes[i], "name"), '"' + layers[i].name +
                                                 "\" is the name of another layer: /layers/" +
                                                 std::to_string(known->second));
  }
}

std::string text_of(std::array<int, 3> image) {
  return std::to_string(image[0]) + " x " + std::to_string(image[1]) + " x " +
         std::to_string(image[2]);
}

bool is_known(const Layer& layer) {
  const auto* conv = std::get_if<Convolution>(&layer.shape);
  const auto* fc = std::get_if<FullyConnected>(&layer.shape);
  const auto* lstm = std::get_if<Lstm>(&layer.shape);
  if (fc) return fc->inputs > 0 && fc->outputs > 0;
  if (lstm) return lstm->inputs > 0 && lstm->cells > 0;
  return conv->stride > 0 && conv->groups > 0 && conv->channels > 0 && conv->filters > 0 &&
         conv->output_height() > 0 && conv->output_width() > 0;
}

// A convolution takes an image of the very shape that a convolution gives; a fully connected layer
// takes what there is, flattened.
void check_flow(const config::Node& node, const Layer& layer, const Layer& before,
                Problems& problems) {
  if (!is_known(layer) || !is_known(before)) return;
  const std::string end =
      " of the layer before, \"" + before.name + "\": the layer needs activations of its own";
  const auto* here = std::get_if<Convolution>(&layer.shape);
  const auto* source = std::get_if<Convolution>(&before.shape);
  if (here && source) {
    const std::array needed{here->channels, here->height, here->width};
    const std::array given{source->filters, source->output_height(), source->output_width()};
    if (needed == given) return;
    problems.add(
        place_of(node, "channels"),
        "inputs of " + text_of(needed) + " do not fit the outputs of " + text_of(given) + end);
  } else if (inputs_of(layer.shape) != outputs_of(before.shape)) {
    problems.add(place_of(node, here ? "channels" : "inputs"),
                 std::to_string(inputs_of(layer.shape)) + " inputs do not fit the " +
                     std::to_string(outputs_of(before.shape)) + " outputs" + end);
  }
}

// A layer without activations of its own takes the outputs of the layer before.
void check_chain(const std::vector<config::Node>& nodes, const std::vector<Layer>& layers,
                 Problems& problems) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (nodes[i].kind() != config::Kind::object || nodes[i].find("activations")) continue;
    if (i == 0) {
      problems.add(below(nodes[i].place(), "activations"),
                   "missing (the first layer needs activations of its own)");
      continue;
    }
    check_flow(nodes[i], layers[i], layers[i - 1], problems);
  }
}

void tell_input_widths(std::vector<Layer>& layers) {
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers[i].activations) {
      layers[i].input_bits = layers[i].activations->quantisation.bits;
    } else if (i > 0) {
      layers[i].input_bits = layers[i - 1].output.bits;
    }
  }
}

void read_layers(const config::Node& root, const std::filesystem::path& folder, Network& network,
                 Problems& problems) {
  const auto found = problems.count();
  const auto nodes = config::list_of(root, "layers", "the layers of the network", problems);
  if (nodes.empty() && problems.count() == found && root.kind() == config::Kind::object) {
    problems.add(place_of(root, "layers"), "a network has at least one layer");
  }
  for (const auto& node : nodes) network.layers.push_back(read_layer(node, folder, problems));
  check_names(nodes, network.layers, problems);
  check_chain(nodes, network.layers, problems);
  tell_input_widths(network.layers);
}

}  // namespace

NetworkFile::NetworkFile(std::filesystem::path file)
    : file_(std::move(file)), document_(config::Document::read(file_)) {}

Network NetworkFile::network(const config::Settings& settings) const {
  Problems problems;
  auto document = document_;
  document.set(settings, "--set-workload", problems);
  const auto root = document.root();
  const auto folder = file_.parent_path();
  Network network;
  network.name = file_.stem().string();
  config::read(root,
               {config::field("title", network.title, "what the network is"),
                config::field("source", network.source, "where its numbers come from")},
               problems, {"labels", "layers"});
  if (const auto labels = root.find("labels")) {
    network.labels = read_labels(*labels, folder, problems);
  }
  read_layers(root, folder, network, problems);
  problems.raise_if_any();
  return network;
}

Network read_network(const std::filesystem::path& file, const config::Settings& settings) {
  return NetworkFile(file).network(settings);
}

}  // namespace sim::workload
