// SPDX-License-Identifier: Apache-2.0
// Closed forms of what the central control unit does: scanning, full queues, batches, loads and
// vectors, derived by hand. T counts cycles from 0.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/eie/queue_machine.h"

namespace arch::eie::test {
namespace {

class EieControlTiming : public testing::TestWithParam<Engine> {
 protected:
  std::int64_t cycles(const LayerCase& layer) const { return run(layer, GetParam()).cycles(); }
  Timing timing(const LayerCase& layer) const { return timing_of(run(layer, GetParam())); }
};
INSTANTIATE_TEST_SUITE_P(Engines, EieControlTiming,
                         testing::Values(Engine::decoupled, Engine::lockstep));

// 4 PEs with a row each, 16 inputs in 4 rows of lanes, of which some are not zero.
LayerCase lanes(const std::vector<int>& hits) {
  auto layer = dense(with_processing_elements(4), 4, 16);
  layer.inputs.values.assign(16, 0);
  for (const auto hit : hits) layer.inputs.values[static_cast<std::size_t>(hit)] = 1;
  return layer;
}

// A broadcast at T ends a machine that has nothing else to do at T + 1 (taken) + 1 (issued) + 5
// (drained) + 1 (written). Scanning begins at T = 1.
constexpr int after_last_broadcast = 8;

TEST_P(EieControlTiming, LeavingARowOfLanesCostsACycle) {
  EXPECT_EQ(cycles(lanes({0, 4, 8, 12})), 1 + 2 * 3 + after_last_broadcast);
  EXPECT_EQ(cycles(lanes({0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14})), 15 + after_last_broadcast);
}

TEST_P(EieControlTiming, AHitInTheLastLaneLeavesTheRowAtOnce) {
  EXPECT_EQ(cycles(lanes({3, 7, 11, 15})), 1 + 3 + after_last_broadcast);
  EXPECT_EQ(cycles(lanes({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})),
            1 + 15 + after_last_broadcast);
}

TEST_P(EieControlTiming, EmptyRowsOfLanesCostACycleEach) {
  EXPECT_EQ(cycles(lanes({12})), 1 + 3 + after_last_broadcast);
  EXPECT_EQ(cycles(lanes({0, 15})), 1 + 4 + after_last_broadcast);
}

// Four rows are scanned until T = 5; the end arrives a cycle later and nothing drains.
TEST_P(EieControlTiming, AVectorOfZerosTakesItsScanAndTheWriteBack) {
  EXPECT_EQ(cycles(lanes({})), 5 + 1 + 1);
}

// With lane 0 of its own row: the inputs take 4 cycles if all hit, or 1 if none does.
TEST_P(EieControlTiming, TheBiasFollowsTheLastInput) {
  auto layer = dense(with_processing_elements(4), 4, 5);
  layer.has_bias = true;
  layer.inputs = {4, {1, 1, 1, 1}};
  EXPECT_EQ(cycles(layer), 1 + 4 + after_last_broadcast);
  layer.inputs = {4, {0, 0, 0, 0}};
  EXPECT_EQ(cycles(layer), 1 + 1 + after_last_broadcast);
  EXPECT_EQ(timing(layer).control_busy, 1 + 1 + 2);
}

// 20 columns of n entries in a PE. The first broadcast is at T = f. Column i is taken at f + 1 +
// i n; with u usable slots, the k-th broadcast needs the slot of column k - u, free one later. The
// end of the vector needs a slot too, at f + 2 + (20 - u) n at the earliest, or at f + 20 without a
// stall: the sum of all waits is the difference.
TEST_P(EieControlTiming, OneSlotOfTheQueueStaysFree) {
  constexpr int n = 10, k = 20;
  for (const int slots : {2, 3, 8, 19, 20, 21, 22, 40}) {
    auto layer = dense(with_processing_elements(1), n, k);
    layer.config.queue_slots = slots;
    const int usable = slots - 1;
    const auto expected = std::max(0, 2 + (k - usable) * n - k);
    EXPECT_EQ(timing(layer).control_blocked, expected) << slots;
    EXPECT_EQ(cycles(layer), 5 + 1 + k * n + 5 + 3) << slots;
  }
}

// Only one of two PEs has entries: its queue alone stops the broadcast to both.
TEST_P(EieControlTiming, TheBroadcastStopsWhenAnyQueueIsFull) {
  constexpr int n = 10, k = 20;
  for (const std::size_t busy : {0u, 1u}) {
    auto layer = dense(with_processing_elements(2), 2 * n, k);
    for (std::size_t row = 1 - busy; row < 2 * n; row += 2) {
      for (std::size_t column = 0; column < k; ++column) layer.matrix(row, column) = 0;
    }
    const auto result = timing(layer);
    EXPECT_EQ(result.control_blocked, 2 + (k - 7) * n - k);
    EXPECT_EQ(result.cycles, 3 + 1 + k * n + 5 + 3);
    // The idle one takes 20 empty columns and writes; it waits for the rest, or is held at the end.
    EXPECT_EQ(result.pe_busy, k * n + 5 + 3 + k + 3);
  }
}

// With one usable slot, a broadcast follows the taking of the one before: every second cycle.
TEST_P(EieControlTiming, OneUsableSlotPassesAColumnEverySecondCycle) {
  auto layer = dense(with_processing_elements(1), 1, 4);
  layer.config.queue_slots = 2;
  EXPECT_EQ(cycles(layer), 1 + 2 * 3 + after_last_broadcast);
}

TEST_P(EieControlTiming, VectorsFollowEachOtherWithoutOverlap) {
  auto layer = dense(with_processing_elements(2), 6, 8);
  const auto one = cycles(layer);
  layer.inputs.values.assign(3 * 8, 1);
  EXPECT_EQ(timing(layer).vector_ends, (std::vector<std::int64_t>{one, 2 * one, 3 * one}));
}

// 8 rows of one PE with 4 registers, 2 columns. The PE issues from T = 2 to 10, drains and writes
// until 16; the second half, filled and broadcast meanwhile, takes 8 + 5 + 1 more.
TEST_P(EieControlTiming, RowBatchesOverlapOnlyInTheControlUnit) {
  auto layer = dense(with_processing_elements(1), 8, 2);
  layer.config.activation_registers = 4;
  EXPECT_EQ(cycles(layer), 16 + 8 + 5 + 1);
}

// One PE, batches of 4 inputs, one row: two batches, each a load of its own if `pointers` is 5. A
// byte per cycle is loaded.
LayerCase two_batches(int pointers, bool io_counted, std::size_t vectors) {
  auto layer = dense(with_processing_elements(1), 1, 8);
  layer.config.activation_registers = 4;
  layer.config.pointer_bytes = pointers * 2;
  layer.config.io_counted = io_counted;
  layer.config.io_gb_per_s = 0.8;
  layer.inputs.values.assign(8 * vectors, 1);
  return layer;
}

// Registers filled until T = 1, broadcasts at 1 to 4, again filled until 6, broadcasts at 6 to 9.
TEST_P(EieControlTiming, TheNextBatchIsFilledAfterTheLastBroadcast) {
  EXPECT_EQ(cycles(two_batches(10, false, 1)), 9 + after_last_broadcast);
}

// The last of four columns is taken at T = 5 and written at 11; only then the second load begins.
TEST_P(EieControlTiming, ALoadWaitsUntilThePipelineIsEmpty) {
  EXPECT_EQ(cycles(two_batches(5, false, 1)), 11 + 1 + 3 + after_last_broadcast);
  EXPECT_EQ(cycles(two_batches(5, false, 2)), 2 * 23);
}

// Each load brings 4 entries of a byte and 5 pointers of two.
TEST_P(EieControlTiming, LoadsTakeTimeIfTheyAreCounted) {
  EXPECT_EQ(cycles(two_batches(5, true, 1)), 23 + 2 * 14);
  EXPECT_EQ(cycles(two_batches(5, true, 2)), 2 * (23 + 2 * 14));
}

TEST_P(EieControlTiming, WhatFitsIsLoadedOnceForAllVectors) {
  EXPECT_EQ(timing(two_batches(10, true, 2)).vector_ends, (std::vector<std::int64_t>{45, 62}));
}

TEST_P(EieControlTiming, APartOfACycleOfLoadingIsACycle) {
  auto layer = two_batches(5, true, 1);
  layer.config.io_gb_per_s = 8;  // 1.4 cycles
  EXPECT_EQ(cycles(layer), 23 + 2 * 2);
}

// Two rows of one PE with one register, a load for each. The first is written at T = 9 (taken at 2,
// issued, drained, written back); the pipeline needs no second drain before the load.
TEST_P(EieControlTiming, ALoadAfterTheEndOfTheRowsDrainsOnce) {
  auto layer = dense(with_processing_elements(1), 2, 1);
  layer.config.activation_registers = 1;
  layer.config.pointer_bytes = 4;
  EXPECT_EQ(cycles(layer), 9 + 1 + after_last_broadcast);
}

}  // namespace
}  // namespace arch::eie::test
