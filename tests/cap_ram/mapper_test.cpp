// SPDX-License-Identifier: Apache-2.0
// Segments, tiles and rounds; and what does not fit.
#include <gtest/gtest.h>

#include <set>

#include "tests/cap_ram/layer_case.h"

namespace arch::cap_ram::test {
namespace {

TEST(CapRamMapper, EveryDigitHasOnePlace) {
  const auto property = [](const LayerCase& layer) {
    const auto mapping = layer.mapping();
    const auto& config = layer.config;
    std::set<std::tuple<int, int, int>> places;     // filter, digit, input
    std::set<std::tuple<int, int, int, int>> rows;  // round, macro, plane, input of it
    for (const auto& tile : mapping.tiles) {
      const auto& segment = mapping.segments[static_cast<std::size_t>(tile.segment)];
      RC_ASSERT(segment.size() <= config.inputs_per_tile());
      RC_ASSERT(static_cast<int>(tile.columns.size()) <= config.columns_per_tile());
      RC_ASSERT(tile.macro < config.macros && tile.plane < config.planes);
      RC_ASSERT(tile.first_input + segment.size() <= config.inputs_per_tile());
      for (int i = 0; i < segment.size(); ++i) {
        RC_ASSERT(rows.emplace(tile.round, tile.macro, tile.plane, tile.first_input + i).second);
      }
      for (const auto& column : tile.columns) {
        RC_ASSERT(column.filter / layer.shape.filters_per_group() == segment.group);
        for (const int input : segment.inputs) {
          RC_ASSERT(places.emplace(column.filter, column.digit, input).second);
        }
      }
    }
    // Every weight other than 0 has all of its digits.
    for (std::size_t k = 0; k < layer.weights.shape()[0]; ++k) {
      for (int i = 0; i < weight_columns(layer.shape); ++i) {
        if (layer.weights(k, static_cast<std::size_t>(i)) == 0) continue;
        for (int d = 0; d < mapping.digits.count(); ++d) {
          RC_ASSERT(places.contains({static_cast<int>(k), d, i}));
        }
      }
    }
  };
  EXPECT_TRUE(holds_for_random_layers(100, true, property));
}

TEST(CapRamMapper, FillsUpMacrosBeforeItTakesRounds) {
  auto layer = ones(bare(4, 16, 3), 40, 20);  // 3 segments of 5 tiles
  layer.config.macros = 2;
  const auto mapping = layer.mapping();
  EXPECT_EQ(mapping.tiles.size(), 15u);
  ASSERT_EQ(mapping.rounds.size(), 3u);
  EXPECT_EQ(mapping.rounds[0].first_tile, (std::vector<std::size_t>{0, 3, 6}));
  EXPECT_EQ(mapping.rounds[0].first_segment, 0);
  EXPECT_EQ(mapping.rounds[0].end_segment, 2);
  // The last segment has 8 inputs, a row for each: two of its tiles share a plane.
  EXPECT_EQ(mapping.rounds[1].first_tile, (std::vector<std::size_t>{6, 10, 14}));
  EXPECT_EQ(mapping.rounds[1].first_segment, 1);
  EXPECT_EQ(mapping.rounds[1].end_segment, 3);
  EXPECT_EQ(mapping.tiles[9].plane, 2);
  EXPECT_EQ(mapping.tiles[9].first_input, 8);
  EXPECT_EQ(mapping.rounds[1].rows, 2 * 16 + 2 * 8);
  EXPECT_EQ(mapping.rounds[1].all_rows, 4 * 16 + 4 * 8);
  EXPECT_EQ(mapping.rounds[2].first_tile, (std::vector<std::size_t>{14, 15, 15}));
  const auto result = run(layer);
  EXPECT_EQ(figure(result, "tiles"), 15);
  EXPECT_EQ(figure(result, "rounds"), 3);
  EXPECT_EQ(figure(result, "segments"), 3);
  EXPECT_EQ(figure(result, "cells"), 2 * 800);
  EXPECT_EQ(figure(result, "macros_filled"), 1600.0 / (4 * 32 * 3));
}

TEST(CapRamMapper, WhatIsPrunedInWholeFiltersAndInputsTakesNoRoom) {
  auto layer = ones(bare(4, 16, 3), 40, 20);
  for (std::size_t i = 0; i < 40; ++i) layer.weights(7, i) = layer.weights(8, i) = 0;
  for (std::size_t k = 0; k < 20; ++k) {
    for (std::size_t i = 0; i < 12; ++i) layer.weights(k, 3 * i) = 0;
  }
  const auto mapping = layer.mapping();
  EXPECT_EQ(mapping.filters, 18);
  ASSERT_EQ(mapping.segments.size(), 2u);
  EXPECT_EQ(mapping.segments[0].inputs[0], 1);
  EXPECT_EQ(mapping.segments[0].inputs[2], 4);
  EXPECT_EQ(mapping.segments[1].size(), 28 - 16);
  EXPECT_EQ(mapping.tiles[1].columns[3].filter, 9);
  const auto result = run(layer);
  EXPECT_EQ(figure(result, "cells"), 2 * 18 * 28);
  EXPECT_EQ(figure(result, "partial_sums"),
            2 * 18);  // a sum of each segment, in rounds of their own
  EXPECT_EQ(result.sums, reference(layer));
  layer.weights = sim::tensor::Dense<std::int16_t>({20, 40}, 0);
  EXPECT_EQ(figure(run(layer), "cells"), 2);
}

TEST(CapRamMapper, APairTakesCircuitsOrSlices) {
  auto config = jssc2021();
  config.encoding = Encoding::ternary;
  EXPECT_EQ(config.inputs_per_tile(), 128);
  EXPECT_EQ(config.columns_per_tile(), 32);
  EXPECT_EQ(config.largest_sum(), 7 * 128);
  EXPECT_EQ(ones(config, 256, 32).mapping().tiles[0].rows, 64);
  config.pair_over = PairOver::slices;
  EXPECT_EQ(config.inputs_per_tile(), 256);
  EXPECT_EQ(config.columns_per_tile(), 16);
  EXPECT_EQ(config.largest_sum(), 7 * 256);
  EXPECT_EQ(ones(config, 256, 32).mapping().tiles[0].rows, 64);
  config.encoding = Encoding::binary;
  EXPECT_EQ(config.columns_per_tile(), 32);
}

TEST(CapRamMapper, SaysEverythingThatDoesNotFit) {
  auto layer = ones(jssc2021(), 100, 10);
  layer.weights(3, 4) = 2;
  layer.inputs.values[5] = 9;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: a weight is 2: digits of -1 and +1 make odd numbers only "
            "(digit/encoding)\n"
            "w.json:1:2: /layers/0: inputs up to 9 need 2 digits of 3 bits, there is 1 "
            "(inputs/most_digits)");
  layer = ones(jssc2021(), 100, 10);
  layer.config.input_bytes = 37;
  layer.config.output_bytes = 29;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: the inputs of an image need 38 bytes, the buffer has 37 "
            "(input_buffer/bytes)\n"
            "w.json:1:2: /layers/0: the partial sums of an image need 30 bytes, the buffer has 29 "
            "(output_buffer/bytes)");
  layer.config.input_bytes = 38;
  layer.config.output_bytes = 30;
  EXPECT_EQ(refusal(layer), "");
}

TEST(CapRamMapper, SaysThatADigitHasNoSlice) {
  auto layer = ones(bare(2, 16, 1), 16, 1);
  layer.weights(0, 0) = 7;
  layer.config.digits_over = DigitsOver::slices;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: a weight of 3 digits takes as many slices, there are 2 "
            "(array/slices)");
  layer.config.slices = 3;
  EXPECT_EQ(refusal(layer), "");
}

TEST(CapRamMapper, SaysThatTotalsMayBeTooWide) {
  auto layer = ones(jssc2021(), 100, 10);
  layer.config.conversion_bits = 16;
  layer.config.fraction_bits = 8;
  layer.config.gain = 0.001;  // the range ends at 1,792,000
  EXPECT_EQ(refusal(layer), "");
  layer.config.most_input_digits = 5;
  layer.inputs.values[0] = 32767;  // five passes with the factors 1, 8, 64, 512 and 4096
  layer.weights(0, 0) = 127;
  layer.config.most_digits = 7;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: sums of all segments, passes and digits may take 65 bits, "
            "there are 62 (conversion/bits, conversion/fraction_bits, conversion/gain)");
}

TEST(CapRamMapper, SignsOfInputsTakeABit) {
  auto layer = ones(jssc2021(), 100, 10);
  layer.config.negative_inputs = true;
  layer.config.most_input_digits = 2;
  layer.inputs.values[5] = -9;
  layer.config.input_bytes = 87;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: the inputs of an image need 88 bytes, the buffer has 87 "
            "(input_buffer/bytes)");
}

}  // namespace
}  // namespace arch::cap_ram::test
