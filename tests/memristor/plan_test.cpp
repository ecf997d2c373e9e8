// SPDX-License-Identifier: Apache-2.0
// How a layer's weights are cut into arrays, how often layers stand on the machine, and which
// output is whose input.
#include <gtest/gtest.h>

#include "tests/memristor/network_case.h"

namespace arch::memristor::test {
namespace {

LayerMapping mapped(const Config& config, const LayerCase& layer) {
  return map_layer(config, layer.layer.shape, layer.matrix());
}

TEST(MemristorMapper, CutsAMatrixIntoStripsAndBlocks) {
  const auto config = shipped("isaac-ce");
  EXPECT_EQ(mapped(config, layer_of_ones("a", FullyConnected{128, 16})).arrays, 1);
  EXPECT_EQ(mapped(config, layer_of_ones("a", FullyConnected{129, 16})).arrays, 2);
  EXPECT_EQ(mapped(config, layer_of_ones("a", FullyConnected{128, 17})).arrays, 2);
  // VGG-16's conv3_2: 18 strips of 16 blocks.
  const Convolution conv{256, 6, 6, 256, 3, 3, 1, 1, 1};
  EXPECT_EQ(mapped(config, layer_of_ones("a", conv)).arrays, 18 * 16);
}

TEST(MemristorMapper, GroupsHaveArraysOfTheirOwnAndDifferentialPairsTwo) {
  auto config = shipped("isaac-ce");
  const Convolution grouped{8, 4, 4, 8, 3, 3, 1, 1, 4};
  EXPECT_EQ(mapped(config, layer_of_ones("a", grouped)).arrays, 4);
  config.design.encoding = Encoding::differential;
  EXPECT_EQ(mapped(config, layer_of_ones("a", grouped)).arrays, 8);
}

TEST(MemristorMapper, PrunedInputsAndOutputsTakeNoRowsAndColumns) {
  auto config = shipped("isaac-ce");
  auto layer = layer_of_ones("a", FullyConnected{256, 32});
  for (std::size_t f = 0; f < 32; ++f) {
    for (std::size_t i = 0; i < 256; ++i) {
      if (i % 2 == 0 || f >= 16) layer.weights(f, i) = 0;
    }
  }
  EXPECT_EQ(mapped(config, layer).arrays, 4);
  config.drop_zeros = true;
  const auto mapping = mapped(config, layer);
  EXPECT_EQ(mapping.arrays, 1);
  EXPECT_EQ(mapping.dense_arrays, 4);
  EXPECT_EQ(mapping.weights, 128 * 16);
  EXPECT_EQ(mapping.cells, 128 * 16 * 8);
  EXPECT_EQ(mapping.outputs, 16);
}

TEST(MemristorMapper, ALayerWithoutWeightsTakesNoArraysAndStillRuns) {
  auto config = shipped("isaac-ce");
  config.drop_zeros = true;
  auto layer = layer_of_ones("a", FullyConnected{3, 2});
  layer.weights = sim::tensor::Dense<std::int16_t>({2, 3});
  EXPECT_EQ(mapped(config, layer).arrays, 0);
  EXPECT_EQ(run({config, {layer}}).sums.front(), (std::vector<std::int64_t>{0, 0}));
}

std::vector<double> copies(const NetworkCase& network) {
  std::vector<double> all;
  for (const auto& layer : run(network).run.layers) all.push_back(figure(layer, "copies"));
  return all;
}

NetworkCase pyramid(const Config& config) {
  return {config,
          {layer_of_ones("a", Convolution{1, 8, 8, 16, 1, 1, 1, 0, 1}),
           layer_of_ones("b", Convolution{16, 4, 4, 16, 1, 1, 1, 0, 1}),
           layer_of_ones("c", Convolution{16, 2, 2, 16, 1, 1, 1, 0, 1}),
           layer_of_ones("d", FullyConnected{64, 16})}};
}

TEST(MemristorPlan, LayersHaveAsManyCopiesAsOutputsForEachOfTheLastConvolution) {
  auto config = shipped("isaac-ce");
  EXPECT_EQ(copies(pyramid(config)), (std::vector<double>{16, 4, 1, 1}));
  config.last_copies = 2;
  EXPECT_EQ(copies(pyramid(config)), (std::vector<double>{32, 8, 2, 1}));
  config.copies = Copies::one;
  EXPECT_EQ(copies(pyramid(config)), (std::vector<double>{1, 1, 1, 1}));
}

TEST(MemristorPlan, CopiesAreHalvedUntilTheyFit) {
  auto config = shipped("isaac-ce");
  config.chips = 1;
  config.tiles = 1;
  config.arrays = 1;
  config.units = 22;
  EXPECT_EQ(copies(pyramid(config)), (std::vector<double>{16, 4, 1, 1}));
  config.units = 21;
  EXPECT_EQ(copies(pyramid(config)), (std::vector<double>{8, 2, 1, 1}));
  config.units = 11;
  EXPECT_EQ(copies(pyramid(config)), (std::vector<double>{4, 1, 1, 1}));
  config.units = 3;
  EXPECT_NE(refusal(pyramid(config)), "");
}

TEST(MemristorPlan, TakesAsManyChipsAsItNeeds) {
  auto config = shipped("isaac-ce");
  config.tiles = 1;
  config.arrays = 1;
  config.units = 10;
  const auto ran = run(pyramid(config)).run;
  EXPECT_EQ(ran.figures.front().value, 3);  // 22 units
  EXPECT_EQ(figure(ran.layers[0], "chips"), 2);
  EXPECT_EQ(figure(ran.layers[1], "chips"), 1);
}

TEST(MemristorPlan, ALargeBufferTakesMoreTiles) {
  auto config = shipped("isaac-ce");
  config.edram_bytes = 64;  // 2 rows of 8 pixels and 3 more, 2 bytes each: 38 bytes
  const Convolution small{1, 8, 8, 4, 3, 3, 1, 0, 1};
  EXPECT_EQ(figure(run({config, {layer_of_ones("a", small)}}).run.layers[0], "units"), 1);
  config.edram_bytes = 37;
  EXPECT_EQ(figure(run({config, {layer_of_ones("a", small)}}).run.layers[0], "units"), 13);
}

Convolution producer(int filters, int height, int width) {
  return {1, height, width, filters, 1, 1, 1, 0, 1};
}

TEST(MemristorPixels, PoolingFollowsFromTheSizes) {
  const auto halves = feed_of(producer(64, 224, 224), Convolution{64, 112, 112, 1, 3, 3, 1, 1, 1});
  ASSERT_TRUE(halves);
  EXPECT_EQ(halves->row_step, 2);
  EXPECT_EQ(halves->row_size, 2);
  const auto overlaps = feed_of(producer(96, 55, 55), Convolution{96, 27, 27, 1, 5, 5, 1, 2, 1});
  ASSERT_TRUE(overlaps);
  EXPECT_EQ(overlaps->column_step, 2);
  EXPECT_EQ(overlaps->column_size, 3);
  const auto same = feed_of(producer(8, 5, 6), Convolution{8, 5, 6, 1, 1, 1, 1, 0, 1});
  ASSERT_TRUE(same);
  EXPECT_FALSE(same->pools());
  EXPECT_FALSE(feed_of(producer(8, 5, 5), Convolution{9, 5, 5, 1, 1, 1, 1, 0, 1}));
  EXPECT_FALSE(feed_of(producer(8, 5, 5), Convolution{8, 6, 5, 1, 1, 1, 1, 0, 1}));
}

TEST(MemristorPixels, AFullyConnectedLayerTakesAllPixels) {
  const auto flat = feed_of(producer(512, 14, 14), FullyConnected{25088, 4096});
  ASSERT_TRUE(flat);
  EXPECT_EQ(flat->plane.pixels(), 49);
  EXPECT_EQ(flat->plane.windows(), 1);
  EXPECT_EQ(flat->plane.needed(0), 49);
  EXPECT_EQ(flat->row_size, 2);
  EXPECT_TRUE(feed_of(as_convolution(FullyConnected{9, 7}), FullyConnected{7, 2}));
  EXPECT_FALSE(feed_of(as_convolution(FullyConnected{9, 7}), FullyConnected{14, 2}));
  EXPECT_FALSE(feed_of(producer(512, 14, 14), FullyConnected{25089, 4096}));
}

TEST(MemristorPixels, ACircularBufferHasIsaacsSize) {
  const auto plane = plane_of({4, 10, 12, 1, 3, 3, 1, 1, 1});
  EXPECT_EQ(plane.least_room(), 12 * 2 + 3);
  EXPECT_EQ(plane.needed(0), 12 + 2);  // padding: two rows and columns
  EXPECT_EQ(plane.kept_from(0), 0);
  EXPECT_EQ(plane.needed(12 + 5), 2 * 12 + 7);
  EXPECT_EQ(plane.kept_from(12 + 5), 4);
  EXPECT_EQ(plane.needed(10 * 12 - 1), 120);
  EXPECT_EQ(plane_of({4, 2, 2, 1, 3, 3, 1, 1, 1}).least_room(), 4);
}

}  // namespace
}  // namespace arch::memristor::test
