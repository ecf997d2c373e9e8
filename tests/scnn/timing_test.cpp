// SPDX-License-Identifier: Apache-2.0
// Cycles by hand: the broadcast takes 2, the pipeline 4, the way to the post-processing unit 1.
#include <gtest/gtest.h>

#include "tests/scnn/convolution_case.h"

namespace arch::scnn::test {
namespace {

using sim::fabric::Engine;
using sim::workload::Convolution;

class ScnnTiming : public testing::TestWithParam<Engine> {
 protected:
  // One PE, unless a test is about several.
  ScnnTiming() { config.grid_rows = config.grid_columns = 1; }

  sim::Cycles cycles(const Convolution& shape, double weight_density = 1) const {
    return run(config, make_case(shape, weight_density, 1), GetParam()).cycles();
  }
  double figure(const Convolution& shape, const std::string& name) const {
    return test::figure(run(config, make_case(shape, 1, 1), GetParam()), name);
  }
  // One position: a PE, a vector of four weights for each channel and four filters.
  static Convolution point(int channels, int filters) { return {channels, 1, 1, filters, 1, 1}; }

  Config config = isca2017();
};

INSTANTIATE_TEST_SUITE_P(Engines, ScnnTiming, testing::Values(Engine::decoupled, Engine::lockstep));

TEST_P(ScnnTiming, OnePairPassesEveryStage) {
  // In the FIFO at 2, issued by 3, accumulated by 7, at the unit at 8, written by 9.
  EXPECT_EQ(cycles(point(1, 4)), 9);
}

TEST_P(ScnnTiming, AChunkStartsWhenAllOfItIsThere) {
  // Two vectors: in the FIFO at 3, issued by 5; eight outputs are written in two cycles.
  EXPECT_EQ(cycles(point(1, 8)), 5 + 4 + 1 + 2);
}

TEST_P(ScnnTiming, TheNextChannelFollowsWithoutAGap) { EXPECT_EQ(cycles(point(2, 4)), 10); }

TEST_P(ScnnTiming, AChannelWithoutWeightsCostsTheCycleThatReadsItsCount) {
  EXPECT_EQ(cycles(point(5, 4)), 13);
  EXPECT_EQ(cycles(point(5, 4), 0), 13);
}

TEST_P(ScnnTiming, AFullFifoHoldsTheBroadcastBack) {
  config.fifo_vectors = 1;
  config.chunk_vectors = 1;
  // The first chunk leaves at 3; the second comes in 4, is there at 6 and done at 7.
  EXPECT_EQ(cycles(point(2, 4)), 7 + 4 + 1 + 1);
}

TEST_P(ScnnTiming, TheFifoIsFullOfVectorsNotOfChunks) {
  EXPECT_EQ(cycles(point(2, 8)), 7 + 4 + 1 + 2);
  config.fifo_vectors = 3;
  config.chunk_vectors = 2;
  // The first two vectors leave at 5; the next come in 6 and 7, are there at 9 and done at 11.
  EXPECT_EQ(cycles(point(2, 8)), 11 + 4 + 1 + 2);
}

TEST_P(ScnnTiming, QueuesDrainAtTheEndOfAGroup) {
  config.banks = 1;
  config.bank_entries = 1024;
  // Four products for one bank: three wait when the pair is issued.
  EXPECT_EQ(cycles(point(1, 4)), 3 + 3 + 4 + 1 + 1);
  // The next pair waits for them, all but one.
  EXPECT_EQ(cycles(point(2, 4)), 3 + 4 + 3 + 4 + 1 + 1);
}

TEST_P(ScnnTiming, MergedProductsTakeOnePlaceInAQueue) {
  config.banks = 1;
  config.bank_entries = 1024;
  // Two neighbours and two weights: four products for three accumulators of the window.
  const Convolution row{1, 1, 2, 1, 1, 2};
  EXPECT_EQ(cycles(row), 3 + 3 + 4 + 1 + 1);
  EXPECT_EQ(figure(row, "accumulator_references"), 4);
  config.merges = true;
  EXPECT_EQ(cycles(row), 3 + 2 + 4 + 1 + 1);
  EXPECT_EQ(figure(row, "accumulator_references"), 3);
  EXPECT_EQ(figure(row, "products"), 4);
}

TEST_P(ScnnTiming, QueuesDrainWhileNothingIsIssued) {
  config.banks = 1;
  config.bank_entries = 1024;
  config.dram_gb_per_s = 2.5;  // a vector takes four cycles
  // Issued by 6, and again from 9 on: the three that waited have been added.
  EXPECT_EQ(cycles(point(2, 4)), 10 + 3 + 4 + 1 + 1);
}

TEST_P(ScnnTiming, SlowDramStretchesTheBroadcast) {
  config.dram_gb_per_s = 5;  // a vector of 10 bytes takes two cycles
  EXPECT_EQ(cycles(point(1, 4)), 10);
  EXPECT_EQ(cycles(point(3, 4)), 14);
}

TEST_P(ScnnTiming, GroupsDrainThePipelineAndMeetAtTheBarrier) {
  config.banks = 4;
  config.bank_entries = 1;
  EXPECT_EQ(figure(point(1, 8), "groups"), 2);
  // The second group starts at 7, is accumulated by 12 and written by 14.
  EXPECT_EQ(cycles(point(1, 8)), 14);
}

TEST_P(ScnnTiming, AThirdGroupWaitsForAnEmptyBuffer) {
  config.banks = 4;
  config.bank_entries = 1;
  config.outputs_per_cycle = 1;
  config.pipeline_stages = 1;
  // Groups are accumulated by 4, 6 and 10; the unit takes four cycles for each: 5 to 9, 9 to 13.
  // The first buffer is known to be empty at 10: the third group is issued by 11, accumulated
  // by 12.
  EXPECT_EQ(cycles(point(1, 12)), 13 + 4);
}

TEST_P(ScnnTiming, HaloSumsGoToTheNeighbour) {
  // A column of two positions and a kernel of two: the lower PE has no output of its own.
  config.grid_rows = 2;
  const Convolution shape{1, 2, 1, 4, 2, 1};
  EXPECT_EQ(cycles(shape), 3 + 2 + 4 + 1 + 1);
  config.halo_per_cycle = 1;
  EXPECT_EQ(cycles(shape), 3 + 2 + 4 + 1 + 4);
}

TEST_P(ScnnTiming, OutputsFollowTheHaloSums) {
  // Outputs are 2 x 3, and the only sums that are not padding's belong to the middle column: all
  // eight go to neighbours, one by one, before the PE writes its own four outputs.
  config.grid_rows = 2;
  config.grid_columns = 3;
  const Convolution shape{1, 2, 1, 4, 3, 1, 1, 1};
  config.halo_per_cycle = 1;
  EXPECT_EQ(cycles(shape), 4 + 3 + 4 + 1 + 8 + 1);
}

TEST_P(ScnnTiming, ChannelsOfASinglePositionAreDealtOut) {
  // Of three channels two belong to the first PE and one to the second. Chunks of two vectors are
  // there at 3, 5 and 7; an element reads the count of another's in a cycle.
  config.grid_columns = 2;
  EXPECT_EQ(figure(point(3, 8), "active_elements"), 2);
  // The first is done at 9 and drained at 13; eight sums of the second go to it in two cycles, its
  // own outputs take two, too: 14 to 16.
  EXPECT_EQ(cycles(point(3, 8)), 9 + 4 + 1 + 2);
  EXPECT_EQ(figure(point(3, 8), "vector_pairs"), 6);
}

TEST_P(ScnnTiming, StrideMeetsOnlyThePhaseOfTheKernel) {
  // Four positions on one PE, a kernel of two by two and stride two: each activation meets one
  // weight of each filter, in four chunks that come one by one.
  const Convolution shape{1, 2, 2, 4, 2, 2, 2};
  EXPECT_EQ(figure(shape, "vector_pairs"), 4);
  EXPECT_EQ(figure(shape, "products"), 16);
  EXPECT_EQ(figure(shape, "products_outside"), 0);
  EXPECT_EQ(cycles(shape), 2 + 4 + 4 + 1 + 1);
}

TEST_P(ScnnTiming, TilesThatDoNotFitComeOneAfterTheOther) {
  config.activation_ram_bytes = 20;  // eight elements: two rows of four
  const Convolution shape{1, 4, 4, 4, 1, 1};
  EXPECT_EQ(figure(shape, "passes"), 2);
  // 20 bytes come in one cycle. The first pass has two pairs from 2 on and is accumulated by 8; the
  // unit writes eight positions of four filters in eight cycles, from 9 on, and then those of the
  // second pass, which were accumulated by 14.
  EXPECT_EQ(cycles(shape), 9 + 8 + 8);
}

TEST_P(ScnnTiming, OutputsThatDoNotFitShareTheBandwidthOfDram) {
  config.activation_ram_bytes = 20;
  config.dram_gb_per_s = 2;
  // As below, but of four filters: in each pass half of 32 outputs are 40 bytes, or 20 cycles. The
  // first are written from 17 to 37, the second, which have waited since 28, until 57.
  EXPECT_EQ(cycles({1, 4, 4, 4, 1, 1}), 57);
}

TEST_P(ScnnTiming, PhasesWithoutAKernelPositionCostNothing) {
  EXPECT_EQ(cycles({1, 1, 1, 4, 1, 1, 2}), cycles(point(1, 4)));
}

TEST_P(ScnnTiming, ATileComesWhenTheLastGroupHasBegun) {
  config.activation_ram_bytes = 20;
  config.dram_gb_per_s = 2;
  // The first tile is there at 10 and makes room at 11; the second is there at 21 and accumulated
  // by 27. Half of the 16 outputs fit the other RAM, so that they are written at full speed.
  EXPECT_EQ(cycles({1, 4, 4, 1, 1, 1}), 27 + 1 + 2);
}

TEST_P(ScnnTiming, OfSeveralGroupsTheLastMakesRoomForTheNextTile) {
  config.activation_ram_bytes = 20;
  config.expected_output_density = 0.01;
  config.outputs_per_cycle = 64;
  config.banks = 36;
  config.bank_entries = 1;
  config.dram_gb_per_s = 2;
  const Convolution shape{1, 4, 4, 8, 1, 1};
  EXPECT_EQ(figure(shape, "groups"), 2);
  EXPECT_EQ(figure(shape, "passes"), 2);
  // The first tile is there at 10, the groups are accumulated by 16 and 22. The second tile comes
  // from 17 on and is there at 27; its groups are accumulated by 33 and 39.
  EXPECT_EQ(cycles(shape), 39 + 1 + 1);
}

TEST_P(ScnnTiming, ARowThatDoesNotFitComesInChannels) {
  config.activation_ram_bytes = 20;  // 8 elements: two channels of four
  config.dram_gb_per_s = 2;
  const Convolution row{4, 1, 4, 1, 1, 1};
  EXPECT_EQ(figure(row, "passes"), 1);
  EXPECT_EQ(figure(row, "activation_loads"), 2);
  EXPECT_EQ(figure(row, "tiled"), 1);
  // The first two channels are there at 10 and make room at 11; the others are there at 21.
  EXPECT_EQ(cycles(row), 21 + 2 + 4 + 1 + 1);
}

TEST_P(ScnnTiming, ALoadIsForAllElements) {
  config.grid_columns = 2;
  config.activation_ram_bytes = 20;
  config.dram_gb_per_s = 4;
  // Twice as wide, at twice the bandwidth.
  EXPECT_EQ(cycles({4, 1, 8, 1, 1, 1}), 21 + 2 + 4 + 1 + 1);
}

TEST_P(ScnnTiming, EveryGroupLoadsItsChannelsAgain) {
  config.activation_ram_bytes = 20;
  config.dram_gb_per_s = 2;
  config.expected_output_density = 0.01;
  config.banks = 20;
  config.bank_entries = 1;
  const Convolution row{4, 1, 4, 8, 1, 1};
  EXPECT_EQ(figure(row, "groups"), 2);
  EXPECT_EQ(figure(row, "activation_loads"), 4);
  // Loads are there at 10, 21, 32 and 43; the last one is multiplied in two cycles.
  EXPECT_EQ(cycles(row), 43 + 2 + 4 + 1 + 4);
}

TEST_P(ScnnTiming, GroupsOfTheSameChannelsShareTheirLoad) {
  config.activation_ram_bytes = 20;
  config.dram_gb_per_s = 2;
  config.banks = 5;
  config.bank_entries = 1;
  // Two groups of two channels, four filters each, of which the accumulators hold one at a time.
  const Convolution row{4, 1, 4, 8, 1, 1, 1, 0, 2};
  EXPECT_EQ(figure(row, "groups"), 8);
  EXPECT_EQ(figure(row, "activation_loads"), 2);
}

TEST_P(ScnnTiming, AnElementWithLessToDoWaitsAtTheBarrier) {
  // Two positions, the lower of which is always zero; chunks of two vectors come every other cycle.
  config.grid_rows = 2;
  auto c = make_case({3, 2, 1, 8, 1, 1}, 1, 1);
  for (std::size_t i = 1; i < c.images.size(); i += 2) c.images[i] = 0;
  const auto result = run(config, c, GetParam());
  sim::Time held{0};
  for (const auto& block : result.blocks) {
    for (const auto& stall : block.stalls) {
      if (stall.cause == sim::fabric::Cause::held) held += stall.time;
    }
  }
  EXPECT_EQ(held, config.period());
  EXPECT_EQ(result.cycles(), 9 + 4 + 1 + 2);
}

}  // namespace
}  // namespace arch::scnn::test
