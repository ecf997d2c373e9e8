// SPDX-License-Identifier: Apache-2.0
// Parts: is the value right?
#include <gtest/gtest.h>

#include "arch/pcnn/parts/bank_accesses.h"
#include "arch/pcnn/parts/filter_sums.h"
#include "arch/pcnn/parts/pointer_generation.h"
#include "tests/pcnn/layer_case.h"

namespace arch::pcnn::test {
namespace {

TEST(PcnnBankAccesses, TheBusiestBankDecides) {
  BankAccesses banks(4, 8);
  banks.begin();
  EXPECT_EQ(banks.cycles(), 0);
  banks.touch(0, 1);
  EXPECT_EQ(banks.cycles(), 1);
  banks.touch(8, 32);  // words 1, 2, 3: other banks
  EXPECT_EQ(banks.cycles(), 1);
  EXPECT_EQ(banks.total(), 4);
  banks.touch(32, 33);  // word 4 = 10 to the base of 4: bank 1
  EXPECT_EQ(banks.cycles(), 2);
  banks.begin();
  EXPECT_EQ(banks.total(), 0);
}

TEST(PcnnBankAccesses, AWordThatWasJustReadIsStillThere) {
  BankAccesses banks(2, 8);
  banks.begin();
  banks.touch(0, 3);
  banks.touch(5, 9);
  EXPECT_EQ(banks.total(), 2);
  banks.touch(0, 1);  // but not the one before
  EXPECT_EQ(banks.total(), 3);
}

TEST(PcnnBankAccesses, RowsOfAMultipleOfTheBanksDoNotMeet) {
  BankAccesses banks(8, 8);
  banks.begin();
  for (int row = 0; row < 8; ++row) banks.touch(row * 64, row * 64 + 8);
  EXPECT_EQ(banks.cycles(), 1);
  for (int plane = 1; plane < 8; ++plane) banks.touch(plane * 512, plane * 512 + 8);
  EXPECT_EQ(banks.cycles(), 2);
}

TEST(PcnnBankAccesses, ASingleBankTakesEverything) {
  BankAccesses banks(1, 4);
  banks.begin();
  banks.touch(2, 17);
  EXPECT_EQ(banks.cycles(), 5);
}

// A plane of 2 x 3 with two channels; rows of windows are those of the pixels in the tile's order.
TEST(PcnnWindows, HoldTheActivationOfEveryPositionAndPixel) {
  auto layer = dense(bare(1), {2, 2, 3, 1, 3, 3, 1, 1});
  layer.inputs.values = {1, 2, 3, 4, 5, 6, 7, 0, 9, 10, 11, 12};
  const auto mapping = layer.mapping();
  Windows windows(layer.config, mapping, layer.inputs);
  windows.select(0, 0);
  const auto row = [&](std::size_t c, std::size_t p) {
    const auto* const values = windows.block(0) + windows.row(c, p) * wide_block;
    return std::vector<int>(values, values + 7);
  };
  EXPECT_EQ(row(0, 4), (std::vector<int>{1, 2, 3, 4, 5, 6, 0}));
  EXPECT_EQ(row(0, 0), (std::vector<int>{0, 0, 0, 0, 1, 2, 0}));
  EXPECT_EQ(row(1, 8), (std::vector<int>{11, 12, 0, 0, 0, 0, 0}));
  EXPECT_EQ(row(1, 5), (std::vector<int>{0, 9, 0, 11, 12, 0, 0}));
  EXPECT_EQ(windows.nonzeros(windows.row(0, 4)), 6);
  EXPECT_EQ(windows.nonzeros(windows.row(1, 4)), 5);
  EXPECT_EQ(windows.nonzeros(windows.row(0, 0)), 2);
}

TEST(PcnnWindows, AGroupsMaskHasThePositionsWithANonZero) {
  auto layer = dense(bare(1), {1, 2, 4, 1, 3, 3, 1, 1});
  layer.config.zero_activations = ZeroActivations::skip;
  layer.inputs.values = {0, 0, 0, 0, 0, 0, 0, 5};
  const auto mapping = layer.mapping();
  Windows windows(layer.config, mapping, layer.inputs);
  windows.select(0, 0);
  // The value stands right below the last but one pixel of the upper row, and below the last.
  EXPECT_EQ(windows.masks(0)[0], (1 << 7) | (1 << 8));
  EXPECT_EQ(windows.masks(0)[1], (1 << 4) | (1 << 5));
}

TEST(PcnnFilterSums, AreExactBeyond32Bits) {
  auto layer = dense(bare(1), {200, 1, 1, 1, 1, 1});
  layer.config.operand_bits = 16;
  for (auto& weight : layer.weights.values()) weight = 32767;
  for (auto& input : layer.inputs.values) input = -32768;
  const auto result = run(layer);
  EXPECT_EQ(result.sums, (std::vector<std::int64_t>{-200LL * 32767 * 32768}));
  EXPECT_EQ(figure(result, "sums_wider_than_accumulator"), 1);
}

TEST(PcnnFilterSums, AreExactWhereTheyJustFit32Bits) {
  auto layer = dense(bare(1), {511, 1, 1, 1, 1, 1});
  layer.config.operand_bits = 12;  // 511 x 2^22 is below 2^31, 512 x 2^22 is not
  for (auto& weight : layer.weights.values()) weight = -2048;
  for (auto& input : layer.inputs.values) input = -2048;
  EXPECT_EQ(run(layer).sums, (std::vector<std::int64_t>{511LL << 22}));
  auto more = dense(layer.config, {512, 1, 1, 1, 1, 1});
  for (auto& weight : more.weights.values()) weight = -2048;
  for (auto& input : more.inputs.values) input = -2048;
  EXPECT_EQ(run(more).sums, (std::vector<std::int64_t>{512LL << 22}));
}

// Kernels of 2 of 9 weights, 5 channels, 6 pixels: a group of 4 and one of 2.
SlabWork work_of(LayerCase layer) {
  const auto mapping = layer.mapping();
  Windows windows(layer.config, mapping, layer.inputs);
  windows.select(0, 0);
  return PointerGeneration(layer.config, mapping)
      .work(windows, mapping.rounds[0], 0, {0, 5}, mapping.tiling.passes[0].tiles[0]);
}

TEST(PcnnPointerGeneration, CountsWhatALoopOverGroupsFetches) {
  auto layer = pruned(bare(1), {5, 2, 3, 1, 3, 3, 1, 1}, 2);
  layer.config.weight_width_bits = 32;
  auto work = work_of(layer);
  EXPECT_EQ(work.cycles, 2 * 5 * 2);
  EXPECT_EQ(work.lane_slots, 6 * 5 * 2);
  EXPECT_EQ(work.decoded, 2 * 5);
  EXPECT_EQ(work.weights, 2 * 5 * 2);
  EXPECT_EQ(work.weight_reads, 2 * 3);  // 10 weights of 8 bits, twice
  EXPECT_EQ(work.accumulations, 6);
  layer.config.stationary = Stationary::kernel;
  work = work_of(layer);
  EXPECT_EQ(work.cycles, 2 * 5 * 2);
  EXPECT_EQ(work.decoded, 5);
  EXPECT_EQ(work.weights, 5 * 2);
  EXPECT_EQ(work.weight_reads, 3);
  EXPECT_EQ(work.accumulations, 6 * 5);
}

TEST(PcnnPointerGeneration, LanesWithoutAPixelDoNotMultiply) {
  auto layer = pruned(bare(1), {5, 2, 3, 1, 3, 3, 1, 1}, 9);
  layer.config.zero_activations = ZeroActivations::skip;
  const auto work = work_of(layer);
  // The upper left position is padding for the first group (the upper row, and below its first
  // pixel), the lower row of positions for the second.
  EXPECT_EQ(work.cycles, 5 * (8 + 6));
  EXPECT_EQ(work.lane_slots, 5 * (4 * 8 + 2 * 6));
}

}  // namespace
}  // namespace arch::pcnn::test
