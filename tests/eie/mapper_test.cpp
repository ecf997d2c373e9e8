// SPDX-License-Identifier: Apache-2.0
// How a layer is cut into batches and loads.
#include "arch/eie/mapper.h"

#include <gtest/gtest.h>

#include "tests/eie/plain_plan.h"

namespace arch::eie::test {
namespace {

// 2 PEs with 3 registers each: batches of 6.
Config batches_of_six() {
  auto config = with_processing_elements(2);
  config.activation_registers = 3;
  return config;
}

Mapping map(const Config& config, std::size_t rows, std::size_t columns, bool has_bias = false) {
  auto layer = dense(config, rows, columns);
  layer.has_bias = has_bias;
  return map_layer(config, layer.shape(), weights_of(layer), {});
}

// "first-end" of every tile's columns, with | after the last of a batch of rows.
std::string columns_of(const Mapping& mapping) {
  std::string text;
  for (const auto& tile : mapping.tiles) {
    text += std::to_string(tile.first_column) + '-' + std::to_string(tile.end_column);
    text += tile.last_of_rows ? "|" : " ";
  }
  return text;
}

TEST(EieMapper, InputsThatFitTheRegistersAreOneBatch) {
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 1)), "0-1|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 5)), "0-5|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 6)), "0-6|");
}

TEST(EieMapper, LongerInputsRunInBatches) {
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 7)), "0-6 6-7|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 12)), "0-6 6-12|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 13)), "0-6 6-12 12-13|");
}

TEST(EieMapper, TheBiasJoinsTheLastBatchAndNeedsNoRegister) {
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 6, true)), "0-6|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 7, true)), "0-7|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 4, 8, true)), "0-6 6-8|");
}

TEST(EieMapper, MoreRowsThanRegistersRunInBatchesOfAllInputs) {
  EXPECT_EQ(columns_of(map(batches_of_six(), 6, 7, true)), "0-7|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 7, 7, true)), "0-7|0-7|");
  EXPECT_EQ(columns_of(map(batches_of_six(), 13, 8)), "0-6 6-8|0-6 6-8|0-6 6-8|");
}

TEST(EieMapper, RowBatchesHoldTheirRowsOfTheMatrix) {
  const auto mapping = map(batches_of_six(), 13, 2);
  ASSERT_EQ(mapping.row_batches.size(), 3u);
  EXPECT_EQ(mapping.row_batches[0].rows, 6);
  EXPECT_EQ(mapping.row_batches[1].rows, 6);
  EXPECT_EQ(mapping.row_batches[2].rows, 1);
  EXPECT_EQ(mapping.tiles[2].row_batch, 2);
  EXPECT_EQ(mapping.rows(), 13);
  EXPECT_EQ(mapping.columns(), 2);
}

TEST(EieMapper, WhatFitsIsLoadedOnce) {
  const auto mapping = map(batches_of_six(), 13, 8, true);
  EXPECT_EQ(mapping.loads, 1);
  EXPECT_TRUE(mapping.tiles[0].begins_load);
  EXPECT_FALSE(mapping.tiles[1].begins_load);
  // 13 x 8 entries of 8 bits; 3 x (7 and 3) pointers of 16 bits in 2 PEs.
  EXPECT_EQ(mapping.tiles[0].load_bits, 13 * 8 * 8 + 3 * 10 * 16 * 2);
}

std::vector<bool> loads_of(const Mapping& mapping) {
  std::vector<bool> loads;
  for (const auto& tile : mapping.tiles) loads.push_back(tile.begins_load);
  return loads;
}

// Three batches of 6 columns with 7 pointers each: 14 fit exactly, 13 do not.
TEST(EieMapper, ThePointerMemoryLimitsALoad) {
  auto config = batches_of_six();
  config.pointer_bytes = 14 * 2;
  EXPECT_EQ(loads_of(map(config, 2, 18)), (std::vector<bool>{true, false, true}));
  config.pointer_bytes = 13 * 2;
  EXPECT_EQ(loads_of(map(config, 2, 18)), (std::vector<bool>{true, true, true}));
  EXPECT_EQ(map(config, 2, 18).loads, 3);
}

// The first PE has 2 of 3 rows: 12 entries in each of three batches, so 24 (3 lines) hold two.
TEST(EieMapper, TheMatrixMemoryOfTheFullestProcessingElementLimitsALoad) {
  auto config = batches_of_six();
  config.matrix_bytes = 3 * 8;
  EXPECT_EQ(loads_of(map(config, 3, 18)), (std::vector<bool>{true, false, true}));
  config.matrix_bytes = 3 * 8 - 1;  // half a line is none: 16 entries
  EXPECT_EQ(loads_of(map(config, 3, 18)), (std::vector<bool>{true, true, true}));
}

// Pointers of 4 bits reach entry 15 at most: two batches of 6 entries, not three.
TEST(EieMapper, TheWidthOfAPointerLimitsALoad) {
  auto config = batches_of_six();
  config.pointer_bits = 4;
  EXPECT_EQ(loads_of(map(config, 2, 18)), (std::vector<bool>{true, false, true}));
  config.pointer_bits = 5;
  EXPECT_EQ(loads_of(map(config, 2, 18)), (std::vector<bool>{true, false, false}));
}

// A line of 16 bits holds one entry of 9 bits: 17 lines are too few for 18 entries.
TEST(EieMapper, EntriesDoNotCrossLines) {
  auto config = batches_of_six();
  config.index_bits = 5;
  config.matrix_width_bits = 16;
  config.matrix_bytes = 17 * 2;
  EXPECT_EQ(loads_of(map(config, 2, 18)), (std::vector<bool>{true, false, true}));
}

TEST(EieMapper, EachLoadBringsTheBitsOfItsOwnBatches) {
  auto config = batches_of_six();
  config.pointer_bytes = 14 * 2;
  const auto mapping = map(config, 2, 14);  // batches of 6 and 6, then 2
  EXPECT_EQ(loads_of(mapping), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(mapping.tiles[0].load_bits, 2 * 12 * 8 + 14 * 16 * 2);
  EXPECT_EQ(mapping.tiles[1].load_bits, 0);
  EXPECT_EQ(mapping.tiles[2].load_bits, 2 * 2 * 8 + 3 * 16 * 2);
}

TEST(EieMapper, CutsRandomLayersLikeThePlainPlan) {
  EXPECT_TRUE(holds_for_random_layers(500, [](const LayerCase& layer) {
    const auto mapping = map_layer(layer.config, layer.shape(), weights_of(layer), {});
    const auto plan = plan_of(layer);
    RC_ASSERT(mapping.loads == plan.loads);
    RC_ASSERT(mapping.tiles.size() == plan.batches.size());
    for (std::size_t i = 0; i < plan.batches.size(); ++i) {
      const auto& tile = mapping.tiles[i];
      const auto& batch = plan.batches[i];
      RC_ASSERT(tile.first_column == batch.first_column);
      RC_ASSERT(tile.end_column == batch.end_column);
      RC_ASSERT(tile.last_of_rows == batch.last_of_rows);
      RC_ASSERT(tile.begins_load == batch.begins_load);
      if (batch.begins_load) RC_ASSERT(tile.load_bits == batch.load_bits);
    }
  }));
}

}  // namespace
}  // namespace arch::eie::test
