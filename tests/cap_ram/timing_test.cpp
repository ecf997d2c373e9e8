// SPDX-License-Identifier: Apache-2.0
// Each rule of time by hand: done at n, not at n - 1.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cap_ram/layer_case.h"

namespace arch::cap_ram::test {
namespace {

// The vector's cycle and its way to the rows, before the first product; the adders and their way
// there, the output buffer and the way there, after the last one.
constexpr int begin = 1 + 1;
constexpr int end = 1 + 1 + 1 + 1;

TEST(CapRamTiming, ATileTakesACycle) {
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), 16, 4)), begin + 1 + end);
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), 16, 5)), begin + 2 + end);
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), 17, 4)), begin + 2 + end);
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), 33, 5)), begin + 6 + end);
}

TEST(CapRamTiming, PixelsFollowEachOther) {
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), {1, 6, 5, 4, 3, 3})), begin + 4 * 3 + end);
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), {1, 6, 5, 4, 3, 3, 1, 1})), begin + 6 * 5 + end);
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), {1, 6, 5, 4, 3, 3, 2, 1})), begin + 3 * 3 + end);
}

TEST(CapRamTiming, AnImageEndsWhenItsOutputsAreWritten) {
  auto layer = ones(bare(4, 16, 8), {1, 6, 5, 4, 3, 3});
  const auto size = layer.inputs.values.size();
  layer.inputs.values.resize(3 * size, 1);
  const auto result = run(layer);
  const auto at = [&](int image) { return (begin + image * 12 + end) * result.period; };
  EXPECT_EQ(result.vector_ends, (std::vector<sim::Time>{at(1), at(2), at(3)}));
}

TEST(CapRamTiming, EveryGroupHasTilesOfItsOwn) {
  EXPECT_EQ(cycles(ones(bare(4, 16, 8), {4, 3, 3, 4, 3, 3, 1, 0, 4})), begin + 4 + end);
}

TEST(CapRamTiming, ADigitOfAWeightTakesAPlane) {
  auto layer = ones(bare(4, 16, 8), 16, 4);
  layer.weights(0, 0) = -5;
  EXPECT_EQ(cycles(layer), begin + 3 + end);
  // Or a slice: one filter of three digits fits four slices.
  layer.config.digits_over = DigitsOver::slices;
  EXPECT_EQ(cycles(layer), begin + 4 + end);
  layer.config.slices = 12;
  EXPECT_EQ(cycles(layer), begin + 1 + end);
}

TEST(CapRamTiming, ADigitOfAnInputTakesAPass) {
  auto layer = ones(bare(4, 16, 8), 16, 8);
  layer.config.most_input_digits = 3;
  layer.inputs.values[3] = 64;
  EXPECT_EQ(cycles(layer), begin + 2 * 3 + end);
  layer.config.negative_inputs = true;
  layer.inputs.values[4] = -1;
  EXPECT_EQ(cycles(layer), begin + 2 * 6 + end);
}

TEST(CapRamTiming, MacrosWorkAtTheSameTime) {
  auto layer = ones(bare(4, 16, 8), 16, 16);
  EXPECT_EQ(cycles(layer), begin + 4 + end);
  layer.config.macros = 2;
  EXPECT_EQ(cycles(layer), begin + 2 + end);
  layer.config.macros = 4;
  EXPECT_EQ(cycles(layer), begin + 1 + end);
  // All macros' partial sums share the output buffer's port.
  layer.config.sums_per_cycle = 5;
  EXPECT_EQ(cycles(layer), begin + 1 + end + 3);
}

TEST(CapRamTiming, TheInputBufferMayLimit) {
  // A pixel takes a cycle of the macro; 16 inputs of 3 bits take 48 / 10 of the buffer's.
  auto layer = ones(bare(4, 16, 8), {16, 4, 4, 4, 1, 1});
  EXPECT_EQ(cycles(layer), begin + 16 + end);
  layer.config.input_bits_per_cycle = 10;
  EXPECT_EQ(cycles(layer), begin + 16 * 5 + end);
  layer.config.input_bits_per_cycle = 48;
  EXPECT_EQ(cycles(layer), begin + 16 + end);
  layer.config.input_bits_per_cycle = 47;
  EXPECT_EQ(cycles(layer), begin + 1 + 15 * 2 + 1 + end);
}

TEST(CapRamTiming, ASingleBufferTakesEverySecondCycle) {
  auto layer = ones(bare(4, 16, 8), {16, 4, 4, 4, 1, 1});
  layer.config.input_buffers = 1;
  EXPECT_EQ(cycles(layer), begin + 15 * 2 + 1 + end);
}

TEST(CapRamTiming, TheOutputBufferMayLimit) {
  auto layer = ones(bare(4, 16, 8), {16, 4, 4, 4, 1, 1});
  layer.config.sums_per_cycle = 1;
  EXPECT_EQ(cycles(layer), begin + 1 + 3 + 16 * 4);
  layer.config.sums_per_cycle = 3;
  EXPECT_EQ(cycles(layer), begin + 1 + 3 + 16 * 2);
}

// Sums of pixel k are taken by the output buffer in cycle 6 + 4 k. Two pixels' partial sums wait
// before it, one is with the adders, the values of two wait before those: the macro ends two cycles
// after the output buffer has taken the sums of the sixth but last pixel.
TEST(CapRamTiming, AMacroWaitsForRoomOnTheWay) {
  auto layer = ones(bare(4, 16, 8), {16, 4, 4, 4, 1, 1});
  layer.config.sums_per_cycle = 1;
  const auto result = run(layer);
  const auto macro = std::find_if(result.blocks.begin(), result.blocks.end(),
                                  [](const auto& block) { return block.kind == "macro"; });
  ASSERT_NE(macro, result.blocks.end());
  EXPECT_EQ((result.time - macro->idle) / result.period, 6 + 4 * 10 + 2);
}

TEST(CapRamTiming, AHeldSumIsConvertedBesideTheNextOne) {
  auto layer = ones(bare(4, 16, 8), {16, 4, 4, 4, 1, 1});
  layer.config.overlap = true;
  EXPECT_EQ(cycles(layer), begin + 16 + 1 + end);
  auto config = jssc2021();
  EXPECT_EQ(config.period(), sim::Time{28571});
  EXPECT_EQ(config.convert_time(), sim::Time{16000});
  config.overlap = true;
  EXPECT_EQ(config.period(), sim::Time{16000});
  config.share_ns = 20;
  EXPECT_EQ(config.period(), sim::Time{27571});
}

// 16 inputs of two cells, a row for each input (two circuits), two tiles.
TEST(CapRamTiming, LoadingWritesARowOfEachMacroPerCycle) {
  auto layer = ones(bare(4, 16, 8), 16, 8);
  layer.config.load_counted = true;
  const auto loaded = [](int rows) { return rows + 1; };
  EXPECT_EQ(cycles(layer), loaded(2 * 16) + 2 + end);
  layer.config.macros = 2;
  EXPECT_EQ(cycles(layer), loaded(16) + 1 + end);
  EXPECT_EQ(count(run(layer), "macro/array/cells", "write"), 2 * 16);
  layer.config.circuits_per_row = 4;
  EXPECT_EQ(cycles(layer), loaded(8) + 1 + end);
  layer.config.circuits_per_row = 5;
  EXPECT_EQ(cycles(layer), loaded(7) + 1 + end);
}

TEST(CapRamTiming, LoadingTakesWhatTheDramTakes) {
  auto layer = ones(bare(4, 16, 8), 16, 8);
  layer.config.load_counted = true;
  // 32 rows of 16 bytes, at 1 byte per cycle.
  layer.config.weight_gb_per_s = 1000.0 / static_cast<double>(layer.config.period().count());
  EXPECT_EQ(cycles(layer), 512 + 1 + 2 + end);
  const auto result = run(layer);
  ASSERT_EQ(result.phases[0].name, "load");
  EXPECT_EQ(result.phases[0].count, 1);
  EXPECT_EQ(result.phases[0].time, 512 * layer.config.period());
  EXPECT_EQ(count(result, "macro/array/cells", "write"), 32);
  EXPECT_EQ(count(result, "off_chip/dram", "read"), 32 * 128);
}

// Three tiles for two planes: the third one replaces the first two, when all have drained.
TEST(CapRamTiming, WhatDoesNotFitIsLoadedForEveryImageAgain) {
  auto layer = ones(bare(4, 16, 2), 16, 12);
  const int second = begin + 2 + 1 + 16 + 1;  // drained, 16 rows, loaded
  EXPECT_EQ(cycles(layer), second + 1 + end);
  EXPECT_EQ(run(layer).phases[0].count, 1);
  layer.inputs.values.insert(layer.inputs.values.end(), 16, 1);
  EXPECT_EQ(cycles(layer), second + 1 + (1 + 32 + 1 + 2) + (1 + 16 + 1 + 1) + end);
  EXPECT_EQ(run(layer).phases[0].count, 3);
  layer.config.load_counted = true;
  EXPECT_EQ(run(layer).phases[0].count, 4);
}

TEST(CapRamTiming, WhatFitsIsLoadedOnce) {
  auto layer = ones(bare(4, 16, 2), 16, 8);
  layer.config.load_counted = true;
  const auto once = cycles(layer);
  layer.inputs.values.insert(layer.inputs.values.end(), 16, 1);
  EXPECT_EQ(cycles(layer), once + 2);
  EXPECT_EQ(run(layer).phases[0].count, 1);
}

TEST(CapRamTiming, PhasesAreThoseOfTheBusiestMacro) {
  auto layer = ones(jssc2021(), 200, 3 * 32);
  layer.config.macros = 2;
  const auto phases = run(layer).phases;
  ASSERT_EQ(phases.size(), 5u);
  const std::vector<std::pair<std::string, int>> expected = {
      {"load", 0}, {"reset", 2571}, {"drive", 5000}, {"share", 5000}, {"convert", 16000}};
  for (std::size_t i = 0; i < phases.size(); ++i) {
    EXPECT_EQ(phases[i].name, expected[i].first);
    EXPECT_EQ(phases[i].count, i == 0 ? 0 : 2);
    EXPECT_EQ(phases[i].time, sim::Time{2 * expected[i].second});
  }
}

}  // namespace
}  // namespace arch::cap_ram::test
