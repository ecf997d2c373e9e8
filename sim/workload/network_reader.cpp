// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/network_reader.h"

#include <algorithm>
#include <array>
#include <map>

#include "sim/base/nearest.h"
#include "sim/config/reader.h"
#include "sim/workload/layer_reader.h"
#include "sim/workload/purification.h"
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

// The names under "from": one, or a list of those that are added up or appended.
std::vector<config::Node> names_in(const config::Node& from, bool& appended, Problems& problems) {
  if (from.kind() == config::Kind::string) return {from};
  const auto add = from.find("add"), append = from.find("append");
  if (add.has_value() == append.has_value()) {
    problems.add(
        from.place(),
        "must be the name of a layer, or {\"add\": [...]} or {\"append\": [...]} of several");
    return {};
  }
  appended = append.has_value();
  auto names = config::list_of(from, appended ? "append" : "add", "names of layers", problems);
  for (const auto& name : names) {
    if (name.kind() == config::Kind::string) continue;
    problems.add(name.place(), "must be the name of a layer, not " + name.kind_name());
    return {};
  }
  return names;
}

void read_sources(const config::Node& from, std::size_t at, std::vector<Layer>& layers,
                  Problems& problems) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < at; ++i) known.push_back(layers[i].name);
  std::vector<const Shape*> shapes;
  const auto before = problems.count();
  auto& sources = layers[at].sources;
  for (const auto& node : names_in(from, sources.appended, problems)) {
    const auto& name = node.as_string();
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      problems.add(node.place(), "no layer before this one is called \"" + name + '"' +
                                     did_you_mean(name, known));
      continue;
    }
    sources.layers.push_back(static_cast<std::size_t>(found - known.begin()));
    shapes.push_back(&layers[sources.layers.back()].shape);
  }
  const auto known_all = [&] {
    return std::all_of(layers.begin(), layers.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       is_known);
  };
  if (problems.count() > before || shapes.empty() || !known_all()) return;
  if (!layers[at].activations) {
    problems.add(from.key_place(), "the layer takes the outputs of the layer before");
    return;
  }
  const auto problem = source_problem(layers[at].shape, shapes, sources.appended);
  if (!problem.empty()) problems.add(from.place(), problem);
}

Purification read_purification(const config::Node& node, Problems& problems) {
  Purification purification;
  config::read(node,
               {config::field("emptiness", purification.emptiness,
                              "share of zeros above which a filter, channel or column may go; 1: "
                              "only what is unused goes",
                              "", config::between(0, 1))
                    .optional(),
                config::field("importance", purification.importance,
                              "its mean square, relative to that of its layer, below which it goes",
                              "", config::between(0, 1))
                    .optional()},
               problems);
  return purification;
}

void check_purification(const config::Node& node, const std::vector<Layer>& layers,
                        Problems& problems) {
  for (const auto& layer : layers) {
    if (!std::holds_alternative<Lstm>(layer.shape)) continue;
    problems.add(node.key_place(),
                 "paths through an LSTM, \"" + layer.name + "\", are not followed");
    return;
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
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (const auto from = nodes[i].find("from")) {
      read_sources(*from, i, network.layers, problems);
    }
  }
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
               problems, {"labels", "layers", "purification"});
  const auto purification = root.find("purification");
  if (purification) network.purification = read_purification(*purification, problems);
  if (const auto labels = root.find("labels")) {
    network.labels = read_labels(*labels, folder, problems);
  }
  read_layers(root, folder, network, problems);
  if (purification) check_purification(*purification, network.layers, problems);
  problems.raise_if_any();
  return network;
}

Network read_network(const std::filesystem::path& file, const config::Settings& settings) {
  return NetworkFile(file).network(settings);
}

Network read_and_purify(const std::filesystem::path& file, const config::Settings& settings) {
  auto network = read_network(file, settings);
  purify(network);
  return network;
}

}  // namespace sim::workload
