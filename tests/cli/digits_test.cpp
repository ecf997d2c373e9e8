// SPDX-License-Identifier: Apache-2.0
// A trained convolutional network on every machine that gives the reference's numbers. Outputs that
// are verified are the reference's, digit by digit.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"
#include "tests/cli/program.h"
#include "tests/tensor/numpy_files.h"

namespace sim::cli::test {
namespace {

const std::vector<std::string> exact_machines = {"dcnn/isca2017",      "eie/isca2016",
                                                 "memristor/isaac-ce", "pcnn/dac2020",
                                                 "scnn/isca2017",      "sot_mram/imce"};

class DigitsOnEveryMachine : public ::testing::Test {
 protected:
  nlohmann::json total(const std::string& config, std::vector<std::string> more) const {
    more.insert(more.begin(), {"run", config, "digits-cnn", "--format", "json"});
    const auto answer = desk.nzsim(more);
    EXPECT_EQ(answer.code, 0) << config << answer.messages;
    return answer.code == 0 ? nlohmann::json::parse(answer.out).at("total") : nlohmann::json();
  }

  // Settings that leave so many images.
  std::vector<std::string> first_images(std::size_t count) const {
    const auto network = workload::read_network(NZSIM_SOURCE_DIR "/workloads/digits-cnn.json");
    auto images = workload::load_activations(network.layers.front()).values;
    auto labels = workload::load_labels(*network.labels);
    images.resize(count * 64);
    labels.resize(count);
    const auto text = std::to_string(count);
    const auto image_file = desk.folder.write(
        "images.npy", tensor::npy_file(tensor::npy_dictionary("<i2", "(" + text + ", 1, 8, 8)"),
                                       tensor::bytes_of(images)));
    const auto label_file = desk.folder.write(
        "labels.npy", tensor::npy_file(tensor::npy_dictionary("<i4", "(" + text + ",)"),
                                       tensor::bytes_of(labels)));
    return {"--set-workload",
            R"(/layers/0/activations={"quantise": {"bits": 4}, "file": ")" + image_file.string() +
                "\"}",
            "--set-workload", R"(/labels={"file": ")" + label_file.string() + "\"}"};
  }

  Desk desk;
};

// One of them is a digit that the network takes for another one.
TEST_F(DigitsOnEveryMachine, TheFirstImagesRunThroughAllLayers) {
  const auto settings = first_images(20);
  for (const auto& config : exact_machines) {
    const auto result = total(config, settings);
    EXPECT_EQ(result.at("verified"), true) << config;
    EXPECT_DOUBLE_EQ(result.at("accuracy"), 19.0 / 20) << config;
  }
}

TEST_F(DigitsOnEveryMachine, AllImagesAreClassifiedAsByTheReference) {
  for (const auto& config : exact_machines) {
    const auto result = total(config, {"--layer", "fc"});
    EXPECT_EQ(result.at("verified"), true) << config;
    EXPECT_DOUBLE_EQ(result.at("accuracy"), 355.0 / 360) << config;
  }
}

}  // namespace
}  // namespace sim::cli::test
