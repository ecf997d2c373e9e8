// SPDX-License-Identifier: Apache-2.0
// Closed forms, derived by hand. T is the cycle in which something happens, counted from 0.
#include <gtest/gtest.h>

#include "tests/eie/layer_case.h"

namespace arch::eie::test {
namespace {

class EieTiming : public testing::TestWithParam<Engine> {
 protected:
  std::int64_t cycles(const LayerCase& layer) const { return run(layer, GetParam()).cycles(); }
};
INSTANTIATE_TEST_SUITE_P(Engines, EieTiming, testing::Values(Engine::decoupled, Engine::lockstep));

// One PE: the registers are filled until T = 1; the broadcast arrives at T = 2, n entries are
// issued until T = 2 + n and drain for 1 + 1 + 4 - 1 cycles; four sums are written at a time.
TEST_P(EieTiming, OneColumnTakesItsEntriesTheDrainAndTheWriteBack) {
  for (const int n : {1, 2, 4, 5, 8, 9, 63, 64}) {
    const auto layer = dense(with_processing_elements(1), static_cast<std::size_t>(n), 1);
    EXPECT_EQ(cycles(layer), 2 + n + 5 + (n + 3) / 4) << n;
  }
}

TEST_P(EieTiming, ColumnsBackToBackLoseNothing) {
  for (const int n : {1, 2, 7}) {
    const auto layer = dense(with_processing_elements(1), static_cast<std::size_t>(n), 4);
    EXPECT_EQ(cycles(layer), 2 + 4 * n + 5 + (n + 3) / 4) << n;
  }
}

TEST_P(EieTiming, AnEmptyColumnCostsTheCycleOfItsPointerRead) {
  auto layer = dense(with_processing_elements(1), 4, 4);
  for (std::size_t row = 0; row < 4; ++row) layer.matrix(row, 1u) = layer.matrix(row, 2u) = 0;
  EXPECT_EQ(cycles(layer), 2 + 4 + 1 + 1 + 4 + 5 + 1);
}

// Row 16 of the only PE: a filler bridges rows 0 to 15.
TEST_P(EieTiming, AFillerTakesItsSlot) {
  auto layer = dense(with_processing_elements(1), 17, 1);
  for (std::size_t row = 0; row < 16; ++row) layer.matrix(row, 0u) = 0;
  EXPECT_EQ(cycles(layer), 2 + 2 + 5 + 5);
}

TEST_P(EieTiming, TheDrainIsThePipelineWithoutItsFirstCycle) {
  auto layer = dense(with_processing_elements(1), 4, 1);
  const auto with = [&](int pointer_read, int matrix_read, int stages) {
    layer.config.pointer_read_cycles = pointer_read;
    layer.config.matrix_read_cycles = matrix_read;
    layer.config.arithmetic_stages = stages;
    return cycles(layer);
  };
  EXPECT_EQ(with(0, 0, 1), 2 + 4 + 0 + 1);
  EXPECT_EQ(with(1, 1, 4), 2 + 4 + 5 + 1);
  EXPECT_EQ(with(3, 1, 4), 2 + 4 + 7 + 1);
  EXPECT_EQ(with(1, 5, 4), 2 + 4 + 9 + 1);
  EXPECT_EQ(with(1, 1, 9), 2 + 4 + 10 + 1);
}

TEST_P(EieTiming, TheBroadcastsLatencyDelaysTheFirstColumn) {
  auto layer = dense(with_processing_elements(1), 4, 3);
  layer.config.broadcast_latency = 6;
  EXPECT_EQ(cycles(layer), 1 + 6 + 12 + 5 + 1);
}

// Nine inputs of one PE take 9, 5 or 3 reads, its nine outputs as many writes.
TEST_P(EieTiming, RegistersAreFilledAndEmptiedAsWideAsTheActivationMemory) {
  for (const auto& [width, accesses] : {std::pair{16, 9}, {32, 5}, {47, 5}, {48, 3}, {64, 3}}) {
    auto config = with_processing_elements(1);
    config.activation_width_bits = width;
    EXPECT_EQ(cycles(dense(config, 9, 9)), accesses + 1 + 81 + 5 + accesses) << width;
  }
}

// The first PE has the most of 9 inputs and of 5 rows: three inputs and two rows.
TEST_P(EieTiming, TheFullestProcessingElementSetsThePace) {
  auto config = with_processing_elements(4);
  config.activation_width_bits = 16;
  EXPECT_EQ(cycles(dense(config, 5, 9)), 3 + 1 + 9 * 2 + 5 + 2);
}

TEST_P(EieTiming, TheMachineEndsWhenTheLastVectorsOutputsAreWritten) {
  for (const int latency : {1, 4}) {
    auto config = with_processing_elements(2);
    config.broadcast_latency = latency;
    const auto result = run(dense(config, 6, 3), GetParam());
    EXPECT_EQ(result.time, result.vector_ends.back());
  }
}

// f cycles fill the source registers. T = f: broadcast; f + 1: taken; f + 7: its sum is written.
// Scanning k more rows without a non-zero ends at T = f + 1 + k, and the PE hears of it one later;
// writing one output back takes a cycle.
TEST_P(EieTiming, AProcessingElementThatWaitsForTheEndDrainsMeanwhile) {
  for (const int k : {0, 1, 4, 5, 6, 20}) {
    auto layer = dense(with_processing_elements(1), 1, static_cast<std::size_t>(k) + 1);
    for (std::size_t j = 1; j < layer.inputs.size; ++j) layer.inputs.values[j] = 0;
    const int f = (k + 1 + 3) / 4;
    EXPECT_EQ(cycles(layer), std::max(f + 7, f + 2 + k) + 1) << k;
  }
}

// T = 1: broadcast; T = 2: the pointer read finds nothing; T = 3: the end arrives.
TEST_P(EieTiming, AnEmptyColumnLeavesNothingToDrain) {
  auto layer = dense(with_processing_elements(1), 1, 1);
  layer.matrix(0, 0) = 0;
  EXPECT_EQ(cycles(layer), 4);
}

}  // namespace
}  // namespace arch::eie::test
