// SPDX-License-Identifier: Apache-2.0
// Whole networks that workloads/networks/generate.py writes: their sizes and densities.
#include <gtest/gtest.h>

#include <algorithm>

#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"

namespace sim::workload {
namespace {

Network whole_network(const std::string& name) {
  return read_network(NZSIM_SOURCE_DIR "/workloads/" + name + ".json");
}

// Weights follow from published numbers of parameters, less biases and batch normalisation: AlexNet
// and GoogLeNet as counted in Caffe, the others as torchvision states them. It also states MACs:
// 15.47, 1.814, 4.089 and 0.301 times 10^9 of VGG-16, the ResNets and MobileNetV2.
struct Expected {
  const char* network;
  int convolutions, fully_connected;
  std::int64_t macs, weights;
};

constexpr Expected all_expected[] = {
    {"alexnet", 5, 3, 724'406'816, 60'965'224 - 10'568},
    {"vgg16", 13, 3, 15'470'264'320, 138'357'544 - 13'416},
    {"googlenet", 57, 1, 1'582'671'872, 6'998'552 - 8'280},
    {"squeezenet", 26, 0, 861'339'936, 1'248'424 - 3'976},
    {"resnet18", 20, 1, 1'814'073'344, 11'689'512 - 1'000 - 9'600},
    {"resnet50", 53, 1, 4'089'184'256, 25'557'032 - 1'000 - 53'120},
    {"mobilenet_v2", 52, 1, 300'774'272, 3'504'872 - 1'000 - 34'112},
    {"vgg16-cifar10", 13, 1, 313'201'664, 14'728'266 - 4'234 - 8'448},
    {"resnet18-cifar10", 20, 1, 555'422'720, 11'173'962 - 10 - 9'600},
};

TEST(ShippedNetworks, HaveTheLayersMacsAndWeightsOfTheNetworks) {
  for (const auto& expected : all_expected) {
    const auto network = whole_network(expected.network);
    int convolutions = 0;
    std::int64_t macs = 0, weights = 0;
    for (const auto& layer : network.layers) {
      convolutions += std::holds_alternative<Convolution>(layer.shape);
      macs += macs_of(layer.shape);
      weights += std::int64_t{weight_rows(layer.shape)} * weight_columns(layer.shape);
    }
    const auto layers = static_cast<int>(network.layers.size());
    EXPECT_EQ(convolutions, expected.convolutions) << expected.network;
    EXPECT_EQ(layers - convolutions, expected.fully_connected) << expected.network;
    EXPECT_EQ(macs, expected.macs) << expected.network;
    EXPECT_EQ(weights, expected.weights) << expected.network;
  }
}

const Synthesis& synthesis_of(const TensorSource& source) {
  return std::get<Synthesis>(source.from);
}

TEST(ShippedNetworks, EveryDensityIsPublishedInterpolatedOrAssumed) {
  for (const auto& expected : all_expected) {
    for (const auto& layer : whole_network(expected.network).layers) {
      ASSERT_TRUE(layer.activations) << expected.network << ' ' << layer.name;
      for (const auto* tensor : {&layer.weights, &*layer.activations}) {
        const auto& source = synthesis_of(*tensor).source;
        EXPECT_TRUE(source.starts_with("published: ") || source.starts_with("interpolated: ") ||
                    source.starts_with("assumed: "))
            << expected.network << ' ' << layer.name << ": " << source;
        EXPECT_EQ(tensor->quantisation.bits, 8) << expected.network << ' ' << layer.name;
      }
    }
  }
}

TEST(ShippedNetworks, GoogLeNetsLayersBetween3aAnd5bAreInterpolated) {
  std::vector<double> pool_projections;
  int interpolated = 0;
  for (const auto& layer : whole_network("googlenet").layers) {
    const auto& synthesis = synthesis_of(*layer.activations);
    interpolated += synthesis.source.starts_with("interpolated: ");
    if (layer.name.ends_with("/pool_proj")) pool_projections.push_back(synthesis.density);
  }
  EXPECT_EQ(interpolated, 42);
  const std::vector<double> falling = {0.96, 0.911, 0.862, 0.814, 0.765, 0.716, 0.667, 0.619, 0.57};
  EXPECT_EQ(pool_projections, falling);
}

double share_of_nonzeros(const std::vector<std::int16_t>& values) {
  const auto zeros = std::count(values.begin(), values.end(), 0);
  return 1 - static_cast<double>(zeros) / static_cast<double>(values.size());
}

TEST(ShippedNetworks, SmallLayersHaveTheirDensitiesWhenSynthesised) {
  struct Small {
    const char* network;
    const char* layer;
    double weights, activations;
  };
  for (const auto& small :
       {Small{"alexnet", "conv1", 0.84, 1.0}, Small{"alexnet", "conv2", 0.38, 0.88},
        Small{"vgg16", "conv5_1", 0.35, 0.39}, Small{"googlenet", "inception_3a/5x5", 0.35, 0.77},
        Small{"googlenet", "inception_4b/3x3", 0.42, 0.53125},
        Small{"squeezenet", "fire9/expand3x3", 0.33, 0.5},
        Small{"resnet18", "layer2.0.downsample", 0.33, 0.5}, Small{"resnet50", "fc", 0.25, 1.0},
        Small{"mobilenet_v2", "block9.dw", 1.0, 0.5},
        Small{"vgg16-cifar10", "conv1_2", 1.0 / 9, 0.5}, Small{"vgg16-cifar10", "fc", 1.0, 0.5},
        Small{"resnet18-cifar10", "layer2.0.conv1", 1.0 / 9, 0.5},
        Small{"resnet18-cifar10", "layer2.0.downsample", 1.0, 0.5},
        Small{"mobilenet_v2", "block9.expand", 0.33, 1.0}}) {
    const auto network = whole_network(small.network);
    const auto layer = std::find_if(network.layers.begin(), network.layers.end(),
                                    [&](const auto& one) { return one.name == small.layer; });
    ASSERT_NE(layer, network.layers.end()) << small.layer;
    const auto weights = load_weights(*layer).matrix;
    const auto nonzeros = static_cast<double>(weights.start.back());
    EXPECT_NEAR(nonzeros / (1.0 * weights.rows * weights.columns), small.weights, 0.01)
        << small.layer;
    EXPECT_NEAR(share_of_nonzeros(load_activations(*layer).values), small.activations, 0.001)
        << small.layer;
  }
}

TEST(ShippedNetworks, GroupsStridesAndPaddingOfALayerOfEachKind) {
  const auto shape = [](const std::string& network, std::size_t layer) {
    return std::get<Convolution>(whole_network(network).layers.at(layer).shape);
  };
  const auto first = shape("alexnet", 0), grouped = shape("alexnet", 1);
  EXPECT_EQ(first.kernel_area(), 121);
  EXPECT_EQ(first.stride, 4);
  EXPECT_EQ(first.output_height(), 55);
  EXPECT_EQ(grouped.groups, 2);
  EXPECT_EQ(grouped.channels_per_group(), 48);
  EXPECT_EQ(grouped.output_width(), 27);
  const auto depthwise = shape("mobilenet_v2", 4);
  EXPECT_EQ(depthwise.groups, 96);
  EXPECT_EQ(depthwise.channels_per_group(), 1);
  EXPECT_EQ(depthwise.output_height(), 56);
  const auto downsample = shape("resnet18", 7), padded = shape("squeezenet", 25);
  EXPECT_EQ(downsample.kernel_area(), 1);
  EXPECT_EQ(downsample.output_height(), 28);
  EXPECT_EQ(padded.output_height(), 15);
}

}  // namespace
}  // namespace sim::workload
