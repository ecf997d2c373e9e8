// SPDX-License-Identifier: Apache-2.0
// Is it done at n and not at n - 1: cycles of small layers, counted by hand.
#include <gtest/gtest.h>

#include "tests/sot_mram/layer_case.h"

namespace arch::sot_mram::test {
namespace {

class SotMramTiming : public testing::TestWithParam<Engine> {
 protected:
  std::int64_t cycles(const LayerCase& layer) const { return run(layer, GetParam()).cycles(); }
};

// Two filters of a row each (unsigned), one window of a row: the bus is granted in cycle 1, the
// rows arrive until 3 and are written until 6, each 2 cycles after the first's arrival; the window
// is granted at 7, written until 10; 2 passes until 12; the sums are visible at 13, added in 1.
LayerCase two_filters() {
  auto layer = ones(small(1), 10, 2);
  layer.config.weight_code = Encoding::unsigned_integer;
  return layer;
}

TEST_P(SotMramTiming, OneBurstTakesItsWritesPassesAndStages) {
  EXPECT_EQ(cycles(two_filters()), 14);
  auto layer = two_filters();
  layer.config.pipeline_stages = 5;
  EXPECT_EQ(cycles(layer), 18);
  layer.config.sums_per_cycle = 1;
  EXPECT_EQ(cycles(layer), 19);
}

TEST_P(SotMramTiming, AWriteTakesWholeCycles) {
  auto layer = two_filters();
  layer.config.write_ns = 2.1;
  EXPECT_EQ(cycles(layer), 17);
  layer.config.write_ns = 0.9;
  EXPECT_EQ(cycles(layer), 11);
}

TEST_P(SotMramTiming, AnActivationTakesWholeCycles) {
  auto layer = two_filters();
  layer.config.sense_ns = 1.33;
  EXPECT_EQ(cycles(layer), 16);
}

TEST_P(SotMramTiming, ARowNarrowerThanTheBusIsAsLongAsAWideOne) {
  auto layer = two_filters();
  layer.config.bus_bits = 10;
  EXPECT_EQ(cycles(layer), 14);
  // Rows of 4 cycles arrive at 5 and 9, the last is written at 11; the window at 12 + 4 + 2.
  layer.config.bus_bits = 3;
  EXPECT_EQ(cycles(layer), 22);
}

TEST_P(SotMramTiming, AffineWeightsCountTheOnesOfTheInputs) {
  auto layer = two_filters();
  layer.config.weight_code = Encoding::affine;
  EXPECT_EQ(cycles(layer), 15);
  // The filters are then two items of a row each, and a third pass has the row of ones.
  layer.config.resident = Operand::inputs;
  EXPECT_EQ(cycles(layer), 15);
}

// No row of ones; a row of weights is never left out, as its zeros stand for -1.
TEST_P(SotMramTiming, LevelsSensedByXorNeedNoRowOfOnes) {
  auto layer = two_filters();
  layer.config.weight_code = Encoding::affine;
  layer.config.sensing = Sensing::logic_xor;
  EXPECT_EQ(cycles(layer), 14);
  layer.config.resident = Operand::inputs;
  EXPECT_EQ(cycles(layer), 14);
  for (auto& weight : layer.weights.values()) weight = -1;
  layer.config.skip_zero_rows = true;
  EXPECT_EQ(cycles(layer), 14);
  EXPECT_EQ(count(run(layer), "sub_array/shifter", "shift"), 2);
}

TEST_P(SotMramTiming, RowsOfZerosAreSkippedIfTheMachineDoesThat) {
  auto layer = two_filters();
  layer.weight_bits = 3;  // two rows for each filter, the second of zeros
  layer.config.skip_zero_rows = true;
  // The zero rows arrive, too: the last at 5; the first of filter 1 at 4, written at 6.
  EXPECT_EQ(cycles(layer), 14);
  layer.config.skip_zero_rows = false;
  EXPECT_EQ(cycles(layer), 20);
}

TEST_P(SotMramTiming, SubArraysOfABankShareItsBus) {
  // Two segments on two sub-arrays: the second's grant comes 2 cycles after the first's.
  auto layer = ones(small(1), 128, 2);
  layer.config.weight_code = Encoding::unsigned_integer;
  layer.config.banks = 2;
  EXPECT_EQ(cycles(layer), 14);
  layer.config.banks = 1;
  layer.config.mats = 2;
  EXPECT_EQ(cycles(layer), 16);
  // A row holds the bus for two cycles: granted at 5, written at 11, its window at 12 to 16.
  layer.config.bus_bits = 32;
  EXPECT_EQ(cycles(layer), 20);
}

TEST_P(SotMramTiming, WithoutDoubleBufferingAllWriteAndAllCompute) {
  // Two tiles of unequal length: 3 and 2 windows in bursts of one.
  auto config = small(2);
  config.rows = 4;
  config.scratch_rows = 0;
  config.weight_code = Encoding::unsigned_integer;
  auto layer = ones(config, {1, 1, 5, 1, 1, 1, 1, 0, 1});
  layer.weight_bits = 4;  // 3 rows: bursts of one window
  const auto apart = run(layer, GetParam());
  layer.config.double_buffering = false;
  const auto together = run(layer, GetParam());
  EXPECT_EQ(apart.time, together.time);
  std::int64_t held = 0;
  for (const auto& stall : together.blocks.back().stalls) {
    if (stall.cause == sim::fabric::Cause::held) held += stall.time / together.period;
  }
  EXPECT_GT(held, 0);
}

TEST_P(SotMramTiming, WhatDoesNotFitItsBankComesFromDramFirst) {
  auto layer = two_filters();
  layer.config.kernel_bank_bytes = 2;
  layer.config.dram_gb_per_s = 1;  // 8 bits a cycle: 20 bits take 3, after a cycle for the grant
  EXPECT_EQ(cycles(layer), 18);
  EXPECT_EQ(count(run(layer), "off_chip/dram", "read"), 20);
  EXPECT_EQ(count(run(layer), "kernel_bank/cells", "read"), 0);
  layer.config.kernel_bank_bytes = 3;
  EXPECT_EQ(cycles(layer), 14);
  layer.config.image_bank_bytes = 1;
  EXPECT_EQ(cycles(layer), 17);
  EXPECT_EQ(count(run(layer), "off_chip/dram", "read"), 10);
}

TEST_P(SotMramTiming, ASubArrayStopsWhenItsResultsAreNotTaken) {
  // One window per burst, 60 sums each, one per cycle.
  auto config = small(1);
  config.rows = 62;
  config.scratch_rows = 0;
  config.weight_code = Encoding::unsigned_integer;
  config.sums_per_cycle = 1;
  config.sense_ns = 0.5;
  auto layer = ones(config, {1, 1, 6, 60, 1, 1, 1, 0, 1});
  layer.config.rows = 61;
  layer.config.result_buffers = 1;
  const auto one = run(layer, GetParam());
  std::int64_t blocked = 0;
  for (const auto& stall : one.blocks.back().stalls) {
    if (stall.cause == sim::fabric::Cause::blocked) blocked += stall.time / one.period;
  }
  EXPECT_EQ(blocked, 0);
  layer.config.sums_per_cycle = 1;
  layer.inputs.values.assign(6, 0);
  layer.config.skip_zero_rows = true;  // no passes at all: only the digital unit is slow
  const auto two = run(layer, GetParam());
  for (const auto& stall : two.blocks.back().stalls) {
    if (stall.cause == sim::fabric::Cause::blocked) blocked += stall.time / two.period;
  }
  EXPECT_GT(blocked, 200);
}

TEST_P(SotMramTiming, ImagesFollowEachOther) {
  auto layer = ones(small(1), {1, 1, 40, 3, 1, 1, 1, 0, 1});
  layer.config.rows = 20;
  const auto once = run(layer, GetParam());
  const auto image = layer.inputs.values;
  layer.inputs.values.insert(layer.inputs.values.end(), image.begin(), image.end());
  const auto twice = run(layer, GetParam());
  ASSERT_EQ(twice.vector_ends.size(), 2u);
  EXPECT_LT(twice.vector_ends[0], twice.vector_ends[1]);
  EXPECT_EQ(twice.vector_ends[1], twice.time);
  EXPECT_LT(twice.time, 2 * once.time);
}

INSTANTIATE_TEST_SUITE_P(Engines, SotMramTiming,
                         testing::Values(Engine::decoupled, Engine::lockstep));

}  // namespace
}  // namespace arch::sot_mram::test
