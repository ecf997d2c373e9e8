// SPDX-License-Identifier: Apache-2.0
// Each timing rule by itself, in cycles that can be counted by hand.
#include <gtest/gtest.h>

#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {
namespace {

// With `bare`, weights are there in cycle 2 (asked for in 0, sent in 1) and finished sums take one
// cycle to the PPU and one in it: 4 cycles beside the array's work.
constexpr std::int64_t around = 2 + 2;

TEST(DcnnTiming, OneDotProductTakesOneCycle) {
  EXPECT_EQ(cycles(dense(bare(1, 1), {16, 1, 1, 1, 1, 1})), around + 1);
  EXPECT_EQ(cycles(dense(bare(1, 1), {15, 1, 1, 1, 1, 1})), around + 1);
  EXPECT_EQ(cycles(dense(bare(1, 1), {17, 1, 1, 1, 1, 1})), around + 2);
}

TEST(DcnnTiming, EveryPositionFilterAndVectorTakesACycle) {
  EXPECT_EQ(cycles(dense(bare(1, 1), {32, 4, 4, 8, 1, 1})), around + 2 * 16 * 8);
}

TEST(DcnnTiming, PesShareThePlaneAndTheLargestTileDecides) {
  EXPECT_EQ(cycles(dense(bare(2, 2), {16, 4, 4, 8, 1, 1})), around + 4 * 8);
  EXPECT_EQ(cycles(dense(bare(2, 2), {16, 5, 5, 8, 1, 1})), around + 9 * 8);
  EXPECT_EQ(cycles(dense(bare(8, 8), {16, 4, 4, 8, 1, 1})), around + 8);
}

// 3 channels, 3 x 3: 27 terms are 2 vectors in the order of the kernel, and 9 by channels. Filters
// enough that the fetches of activations do not show.
TEST(DcnnTiming, TheOrderDecidesHowManyLanesStandIdle) {
  auto config = bare(1, 1);
  const Convolution shape{3, 5, 5, 8, 3, 3};
  EXPECT_EQ(cycles(dense(config, shape)), around + 9 * 8 * 2);
  config.order = DotProductOrder::channels;
  EXPECT_EQ(cycles(dense(config, shape)), around + 9 * 8 * 9);
}

// Depthwise: 9 terms in 3 kernel rows, one filter: 3 accesses for one dot product.
TEST(DcnnTiming, APositionTakesAsLongAsItsActivationsNeedAccesses) {
  const Convolution depthwise{2, 3, 3, 2, 3, 3, 1, 1, 2};
  EXPECT_EQ(cycles(dense(bare(1, 1), depthwise)), around + 2 * 9 * 3);
  auto four_filters = depthwise;
  four_filters.filters = 8;
  EXPECT_EQ(cycles(dense(bare(1, 1), four_filters)), around + 2 * 9 * 4);
}

TEST(DcnnTiming, LatenciesCountOnce) {
  auto config = bare(1, 1);
  const Convolution shape{32, 4, 4, 8, 1, 1};
  const auto before = cycles(dense(config, shape));
  config.dram_latency = 100;
  EXPECT_EQ(cycles(dense(config, shape)), before + 100);
  config.broadcast_latency = 4;
  EXPECT_EQ(cycles(dense(config, shape)), before + 103);
  config.dot_stages = 6;
  EXPECT_EQ(cycles(dense(config, shape)), before + 108);
}

// 64 weight vectors of 32 bytes; 4 bytes per cycle.
TEST(DcnnTiming, TheDramLimitsALayerOfOnePosition) {
  auto config = bare(1, 1);
  config.dram_gb_per_s = 4;
  const auto transfer = 64 * 32 / 4;
  EXPECT_EQ(cycles(dense(config, {16, 1, 1, 64, 1, 1})), 1 + transfer + 8 + 2);
}

// The group before is drained while the next one is accumulated, unless there is one set only. With
// two, the third group needs the first one's set: 1 cycle to the PPU, 128 in it, 1 back, of which
// the second group's work hides all but 2.
TEST(DcnnTiming, TheLastGroupIsDrainedAlone) {
  auto config = bare(1, 1);
  config.ppu_sums_per_cycle = 1;
  const Convolution shape{16, 4, 4, 24, 1, 1};
  EXPECT_EQ(cycles(dense(config, shape)), 2 + 3 * 128 + 2 + 1 + 128);
  config.accumulator_sets = 1;
  EXPECT_EQ(cycles(dense(config, shape)), 2 + 3 * 128 + 2 * (1 + 128 + 1) + 1 + 128);
}

// 2 x 2 PEs with one position each of a 2 x 2 plane: every link brings one word per channel, 16
// channels a slab. The first slab is asked for in cycle 0 and waited for, after the weights came in
// cycle 2; the next comes while it is used.
TEST(DcnnTiming, HalosComeASlabAhead) {
  auto config = bare(2, 2);
  config.halo_words_per_cycle = 1;
  const Convolution shape{32, 2, 2, 8, 3, 3, 1, 1};
  const auto compute = 18 * 8;
  EXPECT_EQ(cycles(dense(config, shape)), 16 + compute + 2);
  EXPECT_EQ(figure(run(dense(config, shape)), "halo_wait_cycles"), 4 * (16 - 2));
  // One filter: a slab takes 9 cycles, so the next one's halo is 7 cycles late.
  auto one_filter = shape;
  one_filter.filters = 1;
  EXPECT_EQ(cycles(dense(config, one_filter)), 16 + 18 + 7 + 2);
}

// A RAM of 176 activations: twice 32 inputs and 8 x 4 outputs fit, so a plane of 4 x 4 is 4 passes
// of 4 positions.
LayerCase four_passes(double gb_per_s) {
  auto config = bare(1, 1);
  config.activation_bytes = 2 * 176;
  config.dram_gb_per_s = gb_per_s;
  return dense(config, {8, 4, 4, 8, 1, 1});
}

std::int64_t waited(const LayerRun& run, const std::string& kind, const std::string& by) {
  for (const auto& block : run.blocks) {
    for (const auto& stall : block.stalls) {
      if (block.kind == kind && stall.by == by) return stall.time / run.period;
    }
  }
  throw sim::Fault(kind + " never waits for " + by);
}

// At 8 bytes per cycle: weights of a pass 16 cycles, inputs 8, outputs 8, computing 32.
TEST(DcnnTiming, PassesThroughDramOverlapWithComputing) {
  const auto layer = four_passes(8);
  const auto result = run(layer);
  EXPECT_EQ(figure(result, "through_dram"), 1);
  EXPECT_EQ(figure(result, "passes"), 4);
  EXPECT_EQ(figure(result, "dram_input_bytes"), 2 * 8 * 16);
  EXPECT_EQ(figure(result, "dram_output_bytes"), 2 * 8 * 16);
  EXPECT_EQ(figure(result, "dram_weight_bytes"), 4 * 2 * 8 * 8);
  // Weights, inputs; computing; 1 cycle to the PPU, 1 in it, 1 to the writer, 1 for the DRAM's
  // grant, then the outputs.
  EXPECT_EQ(result.cycles(), 1 + 16 + 8 + 4 * 32 + 4 + 8);
  EXPECT_EQ(result.vector_ends, std::vector<sim::Time>{result.time});
}

// The second tile is there in 48. The first one's room is free in 25 + 32, seen a cycle later; the
// third is there in 72, when the DRAM has served weights; the second one's room is free 32 later.
TEST(DcnnTiming, TheLoaderIsTwoTilesAheadAtMost) {
  EXPECT_EQ(waited(run(four_passes(8)), "activation_loader", "freed"), (58 - 48) + (90 - 72));
}

TEST(DcnnTiming, EachStreamSeesTheDramsLatencyOnce) {
  auto layer = four_passes(8);
  const auto before = cycles(layer);
  layer.config.dram_latency = 100;
  EXPECT_EQ(cycles(layer), before + 100);
}

// 64 positions, 8 groups of one filter: 64 cycles of work for 128 bytes of outputs, which take 512
// cycles at a quarter of a byte per cycle. A weight takes 8, the inputs 512. Work begins in 521;
// the first outputs would be asked for in 588, but the fourth weight is served first, until 595.
// Four weights are left; where none comes between two groups of outputs, the next grant takes a
// cycle. The third group's outputs are ready in 717, and there is room when the second one's are
// taken, after the first one's, in 1107; so on for the others. The accumulators are free all the
// time.
TEST(DcnnTiming, OutputsThatDramDoesNotTakeBlockThePpu) {
  auto config = bare(1, 1);
  config.activation_bytes = 2 * 300;
  config.weight_vectors = 2;
  config.dram_gb_per_s = 0.25;
  const auto result = run(dense(config, {1, 8, 8, 8, 1, 1}));
  EXPECT_EQ(figure(result, "passes"), 1);
  EXPECT_EQ(figure(result, "filters_at_once"), 1);
  EXPECT_EQ(result.cycles(), 595 + 8 * 512 + 4 * 8 + 3);
  EXPECT_EQ(waited(result, "post_processing_unit", "outputs"), (1108 - 717) + 5 * 518);
  EXPECT_EQ(waited(result, "processing_element", "accumulators"), 0);
}

TEST(DcnnTiming, ImagesFollowEachOther) {
  const auto one = dense(bare(1, 1), {32, 4, 4, 16, 1, 1});
  auto two = one;
  two.inputs.values.insert(two.inputs.values.end(), one.inputs.values.begin(),
                           one.inputs.values.end());
  const auto result = run(two);
  EXPECT_EQ(result.cycles(), around + 2 * 512);
  EXPECT_EQ(result.vector_ends,
            (std::vector<sim::Time>{sim::Time{(around + 512) * 1000}, result.time}));
}

}  // namespace
}  // namespace arch::dcnn::test
