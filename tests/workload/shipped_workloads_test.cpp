// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/tensor/spm.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"

namespace sim::workload {
namespace {

const std::filesystem::path shipped = NZSIM_SOURCE_DIR "/workloads";

TEST(ShippedWorkloads, AllAreRead) {
  int found = 0;
  for (const auto& entry : std::filesystem::directory_iterator(shipped)) {
    if (entry.path().extension() != ".json") continue;
    ++found;
    const auto network = read_network(entry.path());
    EXPECT_EQ(network.name, entry.path().stem());
    EXPECT_FALSE(network.title.empty()) << network.name;
    EXPECT_FALSE(network.source.empty()) << network.name;
  }
  EXPECT_GE(found, 14);
}

TEST(ShippedWorkloads, DigitsHaveTheShapesAndDensitiesOfTheirReadme) {
  const auto network = read_network(shipped / "digits-mlp.json");
  const std::vector<int> inputs = {64, 300, 100}, outputs = {300, 100, 10};
  const std::vector<int> nonzero_weights = {1536, 2700, 260}, bias_input = {16, 4096, 1024};
  ASSERT_EQ(network.layers.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& layer = network.layers[i];
    const auto weights = load_weights(layer);
    EXPECT_NO_THROW(weights.matrix.check());
    EXPECT_EQ(weights.inputs(), inputs[i]);
    EXPECT_EQ(weights.matrix.columns, inputs[i] + 1);
    EXPECT_EQ(weights.matrix.rows, outputs[i]);
    EXPECT_TRUE(weights.has_bias);
    EXPECT_EQ(weights.bias_input, bias_input[i]);
    EXPECT_EQ(weights.matrix.start[static_cast<std::size_t>(inputs[i])],
              static_cast<std::uint32_t>(nonzero_weights[i]));
  }
  const auto& first = network.layers.front();
  const auto images = load_activations(first);
  EXPECT_EQ(images.count(), 360u);
  EXPECT_EQ(images.vector(359).size(), 64u);
  EXPECT_EQ(*std::max_element(images.values.begin(), images.values.end()), 16);
  const auto labels = load_labels(*network.labels);
  EXPECT_EQ(labels.size(), 360u);
  EXPECT_EQ(*std::max_element(labels.begin(), labels.end()), 9);
}

// 3-bit values, and kernels that PCNN's patterns describe.
TEST(ShippedWorkloads, DigitsForFewBitsHaveTheValuesOfTheirReadme) {
  const auto network = read_network(shipped / "digits-cnn.json");
  const std::vector<std::uint32_t> nonzero_weights = {63, 1339, 2715, 609};
  ASSERT_EQ(network.layers.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& layer = network.layers[i];
    const auto weights = load_weights(layer);
    const auto [least, most] =
        std::minmax_element(weights.matrix.value.begin(), weights.matrix.value.end());
    EXPECT_GE(*least, -3);
    EXPECT_LE(*most, 3);
    EXPECT_EQ(weights.matrix.start[static_cast<std::size_t>(weights.inputs())], nonzero_weights[i]);
    if (layer.name == "fc") continue;
    EXPECT_EQ(layer.output.bits, 4);
    const auto spm = tensor::Spm::encode(weights.matrix, 9, weights.inputs());
    EXPECT_EQ(spm.weights_per_kernel, 4);
    EXPECT_LE(spm.patterns.size(), 16u);
  }
  const auto images = load_activations(network.layers.front());
  EXPECT_EQ(images.count(), 360u);
  const auto [darkest, brightest] = std::minmax_element(images.values.begin(), images.values.end());
  EXPECT_EQ(*darkest, 0);
  EXPECT_EQ(*brightest, 7);
}

}  // namespace
}  // namespace sim::workload
