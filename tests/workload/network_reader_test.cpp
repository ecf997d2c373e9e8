// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/network_reader.h"

#include <gtest/gtest.h>

#include "sim/workload/layer_data.h"
#include "tests/base/temporary_folder.h"

namespace sim::workload {
namespace {

Network read(const TemporaryFolder& folder, const std::string& text) {
  return read_network(folder.write("tiny.json", text));
}

Network read_layers(const TemporaryFolder& folder, const std::string& layers) {
  return read(folder, R"({"title": "t", "source": "s", "layers": [)" + layers + "]}");
}

TEST(NetworkReader, ReadsEveryKeyOfAFullyConnectedLayer) {
  const TemporaryFolder folder;
  const auto network = read(folder, R"({
    "title": "Tiny", "source": "thin air",
    "labels": {"file": "data/all.npz", "array": "labels"},
    "layers": [{
      "name": "fc", "kind": "fully_connected", "inputs": 3, "outputs": 2,
      "weights": {"synthesise": {"density": 0.5, "row_spread": 0.25, "column_spread": 0.125,
                                 "seed": -7, "source": "a guess"},
                  "quantise": {"bits": 8, "codebook_bits": 4, "scale": 2.5}},
      "bias": {"synthesise": {"density": 1}, "input": 4096},
      "activations": {"file": "data/images.npy"},
      "output": {"shift": 18, "relu": false, "bits": 8}
    }]})");
  EXPECT_EQ(network.name, "tiny");
  EXPECT_EQ(network.title, "Tiny");
  EXPECT_EQ(network.source, "thin air");
  const auto& labels = std::get<FromFile>(network.labels->from);
  EXPECT_EQ(labels.file, folder.path("data/all.npz"));
  EXPECT_EQ(labels.array, "labels");

  ASSERT_EQ(network.layers.size(), 1u);
  const auto& layer = network.layers[0];
  EXPECT_EQ(layer.name, "fc");
  EXPECT_EQ(layer.place.pointer, "/layers/0");
  const auto& shape = std::get<FullyConnected>(layer.shape);
  EXPECT_EQ(shape.inputs, 3);
  EXPECT_EQ(shape.outputs, 2);
  const auto& weights = std::get<Synthesis>(layer.weights.from);
  EXPECT_EQ(weights.density, 0.5);
  EXPECT_EQ(weights.row_spread, 0.25);
  EXPECT_EQ(weights.column_spread, 0.125);
  EXPECT_EQ(weights.seed, -7);
  EXPECT_EQ(weights.source, "a guess");
  EXPECT_TRUE(layer.weights.quantised);
  EXPECT_EQ(layer.weights.quantisation.bits, 8);
  EXPECT_EQ(layer.weights.quantisation.codebook_bits, 4);
  EXPECT_EQ(layer.weights.quantisation.scale, 2.5);
  EXPECT_EQ(layer.weights.place.line, 6);
  EXPECT_EQ(layer.weights.place.pointer, "/layers/0/weights");
  EXPECT_EQ(layer.bias->input, 4096);
  EXPECT_EQ(std::get<FromFile>(layer.activations->from).file, folder.path("data/images.npy"));
  EXPECT_FALSE(layer.activations->quantised);
  EXPECT_EQ(layer.output.shift, 18);
  EXPECT_FALSE(layer.output.relu);
  EXPECT_EQ(layer.output.bits, 8);
}

TEST(NetworkReader, ReadsAConvolutionWithItsDefaults) {
  const TemporaryFolder folder;
  const auto network = read_layers(folder, R"(
    {"name": "conv", "kind": "convolution", "channels": 4, "height": 5, "width": 7, "filters": 6,
     "kernel_height": 3, "kernel_width": 2, "weights": {"synthesise": {"density": 1}},
     "activations": {"synthesise": {"density": 1}}},
    {"name": "next", "kind": "convolution", "channels": 6, "height": 3, "width": 6, "filters": 6,
     "kernel_height": 3, "kernel_width": 3, "stride": 2, "padding": 1, "groups": 2,
     "weights": {"synthesise": {"density": 1}}})");
  const auto& shape = std::get<Convolution>(network.layers[0].shape);
  EXPECT_EQ(shape.channels, 4);
  EXPECT_EQ(shape.height, 5);
  EXPECT_EQ(shape.width, 7);
  EXPECT_EQ(shape.filters, 6);
  EXPECT_EQ(shape.kernel_height, 3);
  EXPECT_EQ(shape.kernel_width, 2);
  EXPECT_EQ(shape.stride, 1);
  EXPECT_EQ(shape.padding, 0);
  EXPECT_EQ(shape.groups, 1);
  const auto& next = std::get<Convolution>(network.layers[1].shape);
  EXPECT_EQ(next.stride, 2);
  EXPECT_EQ(next.padding, 1);
  EXPECT_EQ(next.groups, 2);
  EXPECT_FALSE(network.layers[1].activations);
  EXPECT_EQ(kind_of(next), "convolution");
}

TEST(NetworkReader, ALayerTakesTheOutputsOfTheLayerBefore) {
  const TemporaryFolder folder;
  const auto network = read_layers(folder, R"(
    {"name": "a", "kind": "fully_connected", "inputs": 3, "outputs": 2,
     "weights": {"synthesise": {"density": 1}}, "activations": {"synthesise": {"density": 1}}},
    {"name": "b", "kind": "fully_connected", "inputs": 2, "outputs": 9,
     "weights": {"synthesise": {"density": 1}}})");
  EXPECT_FALSE(network.layers[1].activations);
}

TEST(NetworkReader, ALayersInputsAreAsWideAsItsActivationsOrTheOutputsBeforeIt) {
  const TemporaryFolder folder;
  const auto network = read_layers(folder, R"(
    {"name": "a", "kind": "fully_connected", "inputs": 3, "outputs": 2,
     "weights": {"synthesise": {"density": 1}},
     "activations": {"synthesise": {"density": 1}, "quantise": {"bits": 7}},
     "output": {"bits": 4}},
    {"name": "b", "kind": "fully_connected", "inputs": 2, "outputs": 9,
     "weights": {"synthesise": {"density": 1}}},
    {"name": "c", "kind": "fully_connected", "inputs": 9, "outputs": 9,
     "weights": {"synthesise": {"density": 1}}})");
  EXPECT_EQ(network.layers[0].input_bits, 7);
  EXPECT_EQ(network.layers[1].input_bits, 4);
  EXPECT_EQ(network.layers[2].input_bits, 16);
}

TEST(NetworkReader, PurifiesANetworkThatAsksForIt) {
  const TemporaryFolder folder;
  const auto text = [](const std::string& keys) {
    return R"({"title": "", "source": "", )" + keys + R"("layers": [
{"name": "a", "kind": "fully_connected", "inputs": 5, "outputs": 16,
 "weights": {"synthesise": {"density": 1.0, "one_sign": 3}},
 "activations": {"synthesise": {"density": 1.0}}},
{"name": "b", "kind": "fully_connected", "inputs": 16, "outputs": 4, "from": "a",
 "weights": {"synthesise": {"density": 0.25, "structure": {"kind": "column"}}},
 "activations": {"synthesise": {"density": 1.0}}}]})";
  };
  const auto file = folder.write("w.json", text("\"purification\": {}, "));
  EXPECT_FALSE(read_network(file).layers[0].live);
  const auto network = read_and_purify(file);
  const auto first = load_weights(network.layers[0]).matrix,
             second = load_weights(network.layers[1]).matrix;
  EXPECT_EQ(first.nonzeros(), 4 * 5);
  EXPECT_EQ(network.layers[0].live->removed, 12 * 5);
  EXPECT_FALSE(network.layers[1].live);
  // The filters that are left are those whose channels the second layer uses.
  for (const auto row : first.row) EXPECT_LT(second.start[row], second.start[row + 1]);
  const auto as_it_is = read_and_purify(folder.write("v.json", text("")));
  EXPECT_EQ(load_weights(as_it_is.layers[0]).matrix.nonzeros(), 16 * 5);
}

}  // namespace
}  // namespace sim::workload
