// SPDX-License-Identifier: Apache-2.0
// What a layer becomes on the machine, and what it is told if it does not fit.
#include <gtest/gtest.h>

#include "tests/pcnn/layer_case.h"

namespace arch::pcnn::test {
namespace {

const std::string here = "w.json:1:2: /layers/0: ";

TEST(PcnnMapper, PatternsAreForKernelsOf3x3) {
  const auto slots = [](const Convolution& shape) {
    return pruned(dac2020(), shape, 2).mapping().kernels.slots;
  };
  EXPECT_EQ(slots({2, 8, 8, 2, 3, 3, 1, 1}), 2);
  EXPECT_EQ(slots({2, 8, 8, 2, 3, 3, 2, 1}), 2);
  EXPECT_EQ(slots({2, 8, 8, 2, 3, 3, 1, 1, 2}), 2);
  EXPECT_EQ(slots({2, 8, 8, 2, 5, 5, 1, 2}), 25);
  EXPECT_EQ(slots({2, 8, 8, 2, 1, 1}), 1);
  EXPECT_EQ(slots({2, 8, 8, 2, 1, 9}), 9);
  auto config = dac2020();
  config.pattern_mode = false;
  EXPECT_EQ(pruned(config, {2, 8, 8, 2, 3, 3, 1, 1}, 2).mapping().kernels.slots, 9);
}

TEST(PcnnMapper, FullKernelsOf3x3HaveOnePatternAndNoCode) {
  const auto kernels = dense(dac2020(), {4, 8, 8, 4, 3, 3, 1, 1}).mapping().kernels;
  EXPECT_TRUE(kernels.by_pattern);
  EXPECT_EQ(kernels.slots, 9);
  EXPECT_EQ(kernels.masks, (std::vector<std::uint16_t>{0x1FF}));
  EXPECT_EQ(kernels.code_bits, 0);
}

TEST(PcnnMapper, FullyConnectedLayersAreASinglePixel) {
  auto layer = dense(dac2020(), {300, 1, 1, 100, 1, 1});
  EXPECT_EQ(run(layer).sums, std::vector<std::int64_t>(100, 300));
  EXPECT_EQ(layer.mapping().rounds.size(), 2u);
}

TEST(PcnnMapper, ARoundHasFiltersOfOneGroupOnly) {
  const auto mapping = dense(dac2020(), {6, 4, 4, 9, 3, 3, 1, 1, 3}).mapping();
  ASSERT_EQ(mapping.rounds.size(), 3u);
  EXPECT_EQ(mapping.rounds[2].first_filter, 6);
  EXPECT_EQ(mapping.rounds[2].filters, 3);
  EXPECT_EQ(mapping.rounds[2].first_channel, 4);
  EXPECT_EQ(mapping.busy_elements(), 3);
}

TEST(PcnnMapper, PortionsAndSlabsAreOfEqualLength) {
  // Streamed: a single tile. 100 channels in portions of up to 64, patches of 16 bytes.
  auto config = dac2020();
  config.buffer_bytes = 16 * 20;
  const auto mapping = pruned(config, {100, 2, 2, 1, 3, 3, 1, 1}, 1).mapping();
  ASSERT_EQ(mapping.portions.size(), 2u);
  EXPECT_EQ(mapping.portions[0].kernels, 50);
  ASSERT_EQ(mapping.portions[1].slabs.size(), 3u);
  EXPECT_EQ(mapping.portions[1].slabs[0].first, 50);
  EXPECT_EQ(mapping.portions[1].slabs[0].channels(), 16);
  EXPECT_EQ(mapping.portions[1].slabs[2].channels(), 17);
  EXPECT_EQ(mapping.portions[1].slabs[2].end, 100);
}

TEST(PcnnMapper, TheLastPixelsOfARowMakeSmallerTiles) {
  const auto tiling = dense(dac2020(), {1, 7, 11, 1, 3, 3, 1, 1}).mapping().tiling;
  ASSERT_EQ(tiling.passes.size(), 1u);
  const auto& tiles = tiling.passes[0].tiles;
  ASSERT_EQ(tiles.size(), 4u);
  EXPECT_EQ(tiles[1].outputs, (sim::parts::Tile{0, 4, 8, 11}));
  EXPECT_EQ(tiles[1].first_pixel, 32u);
  EXPECT_EQ(tiles[1].groups, 3u);
  EXPECT_EQ(tiles[3].outputs, (sim::parts::Tile{4, 7, 8, 11}));
  EXPECT_EQ(tiles[3].groups, 3u);  // 9 pixels in groups of 4
  EXPECT_EQ(tiling.passes[0].pixels, 77u);
}

TEST(PcnnMapper, SaysThatTheTableHoldsTooFewPatterns) {
  auto layer = pruned(dac2020(), {4, 4, 4, 1, 3, 3, 1, 1}, 1);
  layer.config.table_entries = 3;
  for (std::size_t c = 0; c < 4; ++c) std::swap(layer.weights(0, c * 9), layer.weights(0, c * 10));
  EXPECT_EQ(refusal(layer),
            here +
                "its kernels have 4 patterns of 1 weights, but the table holds 3 "
                "(pattern_table/entries); prune them to fewer patterns, or run them dense "
                "(sparsity/patterns)");
  layer.config.table_entries = 4;
  EXPECT_EQ(refusal(layer), "");
}

TEST(PcnnMapper, SaysWhichValueIsNoOperand) {
  auto layer = dense(dac2020(), {1, 4, 4, 1, 3, 3, 1, 1});
  layer.weights(0, 3) = -128;
  layer.inputs.values[5] = 127;
  EXPECT_EQ(refusal(layer), "");
  layer.weights(0, 3) = -129;
  layer.inputs.values[5] = 128;
  EXPECT_EQ(refusal(layer),
            here +
                "a weight is -129, but an operand of 8 bits is from -128 to 127 (operand_bits)\n" +
                here +
                "an input is 128, but an operand of 8 bits is from -128 to 127 "
                "(operand_bits)");
}

TEST(PcnnMapper, ABiasIsNoOperand) {
  auto layer = dense(dac2020(), {1, 4, 4, 1, 1, 1});
  layer.weights = sim::tensor::Dense<std::int16_t>({1, 2}, std::vector<std::int16_t>{1, 1000});
  layer.has_bias = true;
  EXPECT_EQ(run(layer).sums, std::vector<std::int64_t>(16, 1 + 3 * 1000));
}

TEST(PcnnMapper, SaysThatKernelsOrPatchesOrRowsDoNotFit) {
  auto layer = dense(dac2020(), {2, 16, 8, 2, 5, 5, 1, 2});
  layer.config.weight_bytes = 64 * 49;
  EXPECT_EQ(refusal(layer), here +
                                "two kernels of 25 weights with codes of 0 bits do not fit the "
                                "banks of a PE, which have 392 and 2048 bits "
                                "(weight_sram/bytes, spm_sram/bytes)");
  layer.config.weight_bytes = 64 * 50;
  EXPECT_EQ(refusal(layer), "");
  layer.config.buffer_bytes = 8 * 12 - 1;
  layer.config.activation_bytes = 4 * 128 - 4;
  EXPECT_EQ(refusal(layer),
            here +
                "one row of tiles (4 output rows, tile/rows) needs 128 inputs, but half of the "
                "input memory holds 127 (activation_sram/bytes)\n" +
                here +
                "a patch of 8 x 12 inputs is larger than the 95 that half of the "
                "activation buffer holds (activation_buffer/bytes)");
  layer.config.buffer_bytes += 1;
  layer.config.activation_bytes += 4;
  EXPECT_EQ(refusal(layer), "");
}

}  // namespace
}  // namespace arch::pcnn::test
