// SPDX-License-Identifier: Apache-2.0
// A trained network's answers: the whole way from the workload file to a classified digit.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/reference/layer.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"
#include "sim/workload/output_stage.h"

namespace sim::reference {
namespace {

std::vector<int> predictions(const workload::Network& network) {
  std::vector<workload::WeightMatrix> weights;
  for (const auto& layer : network.layers) {
    weights.push_back(load_weights(layer));
  }
  const auto& first = network.layers.front();
  const auto images = load_activations(first);
  std::vector<int> classes;
  for (std::size_t image = 0; image < images.count(); ++image) {
    const auto pixels = images.vector(image);
    std::vector<std::int16_t> values(pixels.begin(), pixels.end());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const auto sums = layer(network.layers[i].shape, weights[i], values);
      values.clear();
      for (const auto sum : sums) values.push_back(narrow(sum, network.layers[i].output));
    }
    classes.push_back(
        static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin()));
  }
  return classes;
}

// Of 360.
int right_answers(const std::string& name) {
  const auto network = workload::read_network(NZSIM_SOURCE_DIR "/workloads/" + name + ".json");
  const auto labels = load_labels(*network.labels);
  const auto classes = predictions(network);
  EXPECT_EQ(classes.size(), 360u);
  EXPECT_EQ(labels.size(), 360u);
  EXPECT_EQ(std::vector<int>(classes.begin(), classes.begin() + 5),
            (std::vector<int>{0, 7, 8, 7, 2}));
  int right = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) right += classes[i] == labels[i];
  return right;
}

TEST(Digits, TheReferenceClassifies353Of360ImagesWithThePerceptron) {
  EXPECT_EQ(right_answers("digits-mlp"), 353);
}

TEST(Digits, TheReferenceClassifies355Of360ImagesWithTheConvolutionalNetwork) {
  EXPECT_EQ(right_answers("digits-cnn"), 355);
}

}  // namespace
}  // namespace sim::reference
