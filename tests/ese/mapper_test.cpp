// SPDX-License-Identifier: Apache-2.0
// What is put where, and what the user reads when an LSTM does not fit, to the letter.
#include "arch/ese/mapper.h"

#include <gtest/gtest.h>

#include "tests/ese/lstm_case.h"

namespace arch::ese::test {
namespace {

using Texts = std::vector<std::string>;

Texts problems_of(const LstmCase& one) {
  Texts texts;
  try {
    map_layer(one.config, one.layer, one.weights, one.inputs.count());
  } catch (const sim::UserError& error) {
    for (const auto& problem : error.problems()) texts.push_back(to_string(problem));
  }
  return texts;
}

TEST(EseMapper, CutsTheStreamIntoBuffersAndTheColumnsIntoTiles) {
  auto one = ones(fpga2017(), {5, 32, 3, true});
  one.config.processing_elements = 2;
  one.config.weight_entries = 30;
  one.config.pointers = 3;
  const auto mapping = map_layer(one.config, one.layer, one.weights, 33);
  const auto& wix = mapping.matrices[0];
  EXPECT_EQ(wix.words, 80);
  EXPECT_EQ(wix.chunks, (std::vector<std::int64_t>{30, 30, 20}));
  ASSERT_EQ(wix.tiles.size(), 3u);
  EXPECT_EQ(wix.tiles[1].first_column, 2);
  EXPECT_EQ(wix.tiles[1].end_column, 4);
  EXPECT_EQ(wix.tiles[1].pointers(), 3);
  EXPECT_EQ(wix.tiles[2].pointers(), 2);
  EXPECT_EQ(wix.nonzeros, (std::vector<std::int64_t>{80, 80}));
  const auto& wym = mapping.matrices[8];
  EXPECT_EQ(wym.words, 64);
  EXPECT_EQ(wym.nonzeros, (std::vector<std::int64_t>{64, 32}));
  EXPECT_EQ(wym.rows_of(0), 2);
  EXPECT_EQ(wym.rows_of(1), 1);
  EXPECT_EQ(mapping.batches, 2);
  EXPECT_EQ(mapping.lanes(0, one.config), 32);
  EXPECT_EQ(mapping.lanes(1, one.config), 1);
}

TEST(EseMapper, AChunkThatIsFullIsFollowedByNoEmptyOne) {
  auto one = ones(fpga2017(), {2, 32, 3, true});
  one.config.processing_elements = 2;
  one.config.weight_entries = 16;
  one.config.pointers = 3;
  const auto mapping = map_layer(one.config, one.layer, one.weights, 1);
  EXPECT_EQ(mapping.matrices[0].chunks, (std::vector<std::int64_t>{16, 16}));
  EXPECT_EQ(mapping.matrices[0].tiles.size(), 1u);
}

TEST(EseMapper, WhatDoesNotFitIsToldAtOnce) {
  auto one = ones(fpga2017(), {3, 2, 1, false});
  EXPECT_EQ(problems_of(one), Texts{});
  one.config.vector_elements = 2;
  one.config.table_samples = 128;
  one.weights.matrices[3].matrix.value[1] = 2047;
  one.weights.matrices[8].matrix.value[0] = -2048;
  one.weights.matrices[5].matrix.value[0] = 2048;
  one.weights.matrices[6].matrix.value[2] = -2049;
  EXPECT_EQ(problems_of(one),
            (Texts{"w.json:3:5: /layers/0: a vector of 3 elements, but the vector buffers hold 2 "
                   "(vector_buffer/elements)",
                   "w.json:3:5: /layers/0: function tables of 256 samples, but the machine's hold "
                   "128 (element_wise/table_samples)",
                   "w.json:3:5: /layers/0: a weight of Wcr is 2048, but 12 bits hold -2048 to 2047 "
                   "(weights/value_bits)",
                   "w.json:3:5: /layers/0: a weight of Wox is -2049, but 12 bits hold -2048 to "
                   "2047 (weights/value_bits)"}));
}

TEST(EseMapper, TheLongestVectorMayBeTheOutputs) {
  auto one = ones(fpga2017(), {1, 2, 3, false});
  one.config.vector_elements = 3;
  EXPECT_EQ(problems_of(one), Texts{});
  one.config.vector_elements = 2;
  EXPECT_EQ(problems_of(one).size(), 1u);
}

}  // namespace
}  // namespace arch::ese::test
