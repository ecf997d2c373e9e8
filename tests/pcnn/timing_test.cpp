// SPDX-License-Identifier: Apache-2.0
// Each rule of time by hand: done at n, not at n - 1.
#include <gtest/gtest.h>

#include "tests/pcnn/layer_case.h"

namespace arch::pcnn::test {
namespace {

// One PE, one tile of 4 x 8 pixels (8 groups of 4), all channels in one slab. Weights begin with a
// cycle in which DRAM is asked, and one on the way.
LayerCase one_tile(int kept, int channels = 1) {
  auto config = bare(1);
  config.buffer_bytes = 1 << 20;
  return pruned(config, {channels, 4, 8, 1, 3, 3, 1, 1}, kept);
}

constexpr int begin = 2;
constexpr int drain = 1 + 32;  // the pipeline, then a pixel per cycle

TEST(PcnnTiming, AKernelOfNWeightsTakesNSlotsForEveryGroupOfPixels) {
  for (int n = 1; n <= 9; ++n) {
    EXPECT_EQ(cycles(one_tile(n)), begin + 8 * n + drain) << n;
    EXPECT_EQ(cycles(one_tile(n, 5)), begin + 5 * 8 * n + drain) << n;
  }
}

TEST(PcnnTiming, DenseModeTakesASlotForEveryPosition) {
  auto layer = one_tile(1);
  layer.config.pattern_mode = false;
  EXPECT_EQ(cycles(layer), begin + 8 * 9 + drain);
  auto pointwise = dense(layer.config, {7, 4, 8, 1, 1, 1});
  EXPECT_EQ(cycles(pointwise), begin + 8 * 7 + drain);
}

TEST(PcnnTiming, AKernelOfZerosStillTakesASlot) {
  EXPECT_EQ(cycles(one_tile(0)), begin + 8 + drain);
}

TEST(PcnnTiming, TheTableTakesAPatternPerCycle) {
  auto layer = one_tile(1, 9);
  const auto same = cycles(layer);
  for (std::size_t c = 0; c < 9; ++c) {
    layer.weights(0, c * 9) = 0;
    layer.weights(0, c * 9 + c) = 1;
  }
  EXPECT_EQ(cycles(layer) - same, 9 - 1);
}

TEST(PcnnTiming, SkippingTakesAPositionsSlotOnlyIfItIsZeroForTheWholeGroup) {
  auto layer = one_tile(2);  // the positions above the pixel, and left of that
  EXPECT_EQ(cycles(layer), begin + 16 + drain);
  layer.config.zero_activations = ZeroActivations::skip;
  // The two groups of the upper row see padding; a slot is left, in which the code is decoded.
  EXPECT_EQ(cycles(layer), begin + 14 + drain);
  // A single one, above the third pixel and upper left of the fourth of the second row.
  std::fill(layer.inputs.values.begin(), layer.inputs.values.end(), std::int16_t{0});
  layer.inputs.values[2] = 1;
  EXPECT_EQ(cycles(layer), begin + 7 + 2 + drain);
  layer.inputs.values[2] = 0;
  layer.inputs.values[3] = 1;  // above the fourth; upper left of the first of the next group
  EXPECT_EQ(cycles(layer), begin + 8 + drain);
  layer.config.zero_activations = ZeroActivations::gate;
  EXPECT_EQ(cycles(layer), begin + 16 + drain);
}

TEST(PcnnTiming, LanesOverNonZerosTakePairsOverTheBordersOfKernels) {
  auto layer = one_tile(3, 8);
  layer.config.lanes_over = Lanes::nonzero;
  layer.config.kernels_per_cycle = 2;
  EXPECT_EQ(cycles(layer), begin + 32 * 8 * 3 / 4 + drain);  // 4 kernels in 3 cycles
  layer.config.kernels_per_cycle = 1;
  EXPECT_EQ(cycles(layer), begin + 32 * 8 + drain);  // the decoder is the limit
  auto single = one_tile(1, 8);
  single.config.lanes_over = Lanes::nonzero;
  single.config.kernels_per_cycle = 4;
  EXPECT_EQ(cycles(single), begin + 32 * 2 + drain);
}

TEST(PcnnTiming, BanksOfAPeMustDeliver) {
  auto layer = one_tile(1, 16);
  EXPECT_EQ(figure(run(layer), "held_by_banks"), 0);
  layer.config.weight_width_bits = 8;  // a weight per cycle, as is needed
  EXPECT_EQ(figure(run(layer), "held_by_banks"), 0);
  const auto enough = cycles(layer);
  layer.config.lanes_over = Lanes::nonzero;
  layer.config.kernels_per_cycle = 4;
  const auto result = run(layer);  // four slots per pixel want 16 weights
  EXPECT_EQ(figure(result, "held_by_banks"), 32 * 12);
  EXPECT_EQ(result.cycles(), begin + 32 * 16 + drain);
  layer.config.lanes_over = Lanes::pixel;
  EXPECT_EQ(cycles(layer), enough);
}

// Two slabs: what their busiest bank holds is what they wait for.
TEST(PcnnTiming, PatchesThatComeTooLateHoldThePesBack) {
  auto layer = one_tile(1, 2);
  layer.config.buffer_bytes = 60;  // a channel
  const auto fast = cycles(layer);
  layer.config.activation_banks = 1;
  layer.config.activation_width_bits = 8;  // 32 cycles for a channel
  EXPECT_EQ(fast, begin + 16 + drain);
  // The first is there after 32 cycles and worked on while the second comes.
  EXPECT_EQ(cycles(layer), 32 + 32 + 8 + drain - 1 + 1);
}

TEST(PcnnTiming, ATileIsDrainedWhileTheNextIsFilled) {
  auto config = bare(1);
  config.buffer_bytes = 1 << 20;
  const auto layer = [&](int sets, int tiles) {
    auto one = pruned(config, {2, 4 * tiles, 8, 1, 3, 3, 1, 1}, 1);  // 16 slots against 32 to drain
    one.config.accumulator_sets = sets;
    return cycles(one);
  };
  const auto one = begin + 16 + drain;
  EXPECT_EQ(layer(2, 1), one);
  EXPECT_EQ(layer(2, 2), one + 32);              // begun long before
  EXPECT_EQ(layer(1, 2), one + 1 + 16 + drain);  // begun when the first was drained
  EXPECT_EQ(layer(2, 3), one + 64);
}

TEST(PcnnTiming, OutputsTakeTheCyclesOfTheirBusiestBank) {
  auto config = bare(64);
  config.activation_banks = 1;
  config.buffer_bytes = 1 << 20;
  const auto layer = pruned(config, {1, 4, 8, 64, 3, 3, 1, 1}, 1);
  // 64 planes of 4 words; and 4 words of the inputs before.
  EXPECT_EQ(cycles(layer), 4 + 8 + 1 + 256);
}

TEST(PcnnTiming, ALayerOfManyFiltersTakesRounds) {
  auto config = bare(4);
  config.buffer_bytes = 1 << 20;
  const auto filters = [&](int k) { return cycles(pruned(config, {64, 2, 2, k, 3, 3, 1, 1}, 2)); };
  EXPECT_EQ(filters(1), filters(4));
  // A tile of one group, 128 slots.
  EXPECT_NEAR(static_cast<double>(filters(8) - filters(4)), 128, 4);
  EXPECT_NEAR(static_cast<double>(filters(9) - filters(4)), 256, 6);
}

TEST(PcnnTiming, WeightsTakeTheTimeOfDram) {
  auto layer = one_tile(9, 64);
  layer.config.pattern_mode = false;
  layer.config.dram_gb_per_s = 0.3;  // a byte per cycle
  // A cycle to ask, 576 to come (one tile: in portions of up to 64), one on the way.
  EXPECT_EQ(cycles(layer), 1 + 576 + 64 * 72 + drain);
  layer.config.portion_kernels = 8;
  EXPECT_EQ(cycles(layer), 1 + 72 + 64 * 72 + drain);
}

// Two tiles, 64 channels: a filter's kernels stay if those of two fit.
TEST(PcnnTiming, KernelsThatStayAreLoadedOnce) {
  auto layer = pruned(bare(1), {64, 8, 8, 1, 3, 3, 1, 1}, 2);
  const std::int64_t once = 64 * 16 + 9;
  layer.config.weight_bytes = 2 * 64 * 2;
  EXPECT_EQ(figure(run(layer), "kernels_stay"), 1);
  EXPECT_EQ(count(run(layer), "off_chip/dram", "read"), once);
  layer.config.weight_bytes -= 1;
  EXPECT_EQ(figure(run(layer), "kernels_stay"), 0);
  EXPECT_EQ(count(run(layer), "off_chip/dram", "read"), once + 64 * 16);
}

TEST(PcnnTiming, InputsThatDoNotFitPassThroughDramWhileOthersAreUsed) {
  auto layer = pruned(bare(1), {4, 16, 8, 1, 3, 3, 1, 1}, 1);
  layer.config.dram_gb_per_s = 0.3;
  const auto resident = run(layer);
  EXPECT_EQ(figure(resident, "passes"), 1);
  layer.config.activation_bytes = 2 * 400;  // 512 inputs; half of a memory holds 200
  const auto tiled = run(layer);
  EXPECT_EQ(figure(tiled, "passes"), 4);
  // Rows 0-4, 3-8, 7-12, 11-15.
  EXPECT_EQ(figure(tiled, "dram_input_bytes"), (5 + 6 + 6 + 5) * 32);
  EXPECT_EQ(figure(tiled, "dram_output_bytes"), 0);
  // The last pass, 8 groups in 4 channels, begins when all of its rows are there.
  EXPECT_GE(tiled.cycles(), (5 + 6 + 6 + 5) * 32 + 8 * 4 + drain);
  EXPECT_LE(tiled.cycles(), (5 + 6 + 6 + 5) * 32 + resident.cycles());
  EXPECT_EQ(tiled.sums, resident.sums);
}

// The layer above: a byte per cycle; table, 2 bytes; in each pass 4 bytes of weights, 160 or 192 of
// inputs, and 32 slots. DRAM serves the loaders in turn.
TEST(PcnnTiming, ThePassesWaitForTheirInputsAndWeights) {
  auto layer = pruned(bare(1), {4, 16, 8, 1, 3, 3, 1, 1}, 1);
  layer.config.dram_gb_per_s = 0.3;
  layer.config.activation_bytes = 2 * 400;
  // Table from 1, inputs from 3, weights 163, inputs 167, weights 359, inputs 363, weights 555,
  // inputs 559, weights 719 to 722; a cycle on the way.
  EXPECT_EQ(cycles(layer), 723 + 32 + drain);
  layer.config.dram_burst_bytes = 32;
  // All weights pass between the five bursts of the first inputs; then inputs come without a break:
  // from 179, 371 and 563 to 722; a cycle to the reader, one to the PE.
  const auto result = run(layer);
  EXPECT_EQ(result.cycles(), 724 + 32 + drain);
  // The first weights come behind the first burst, from 35 to 38; none is waited for later.
  for (const auto& block : result.blocks) {
    for (const auto& stall : block.stalls) {
      if (stall.by == "weights" && stall.cause == sim::fabric::Cause::starved) {
        EXPECT_EQ(stall.time / result.period, 39) << block.kind;
      }
    }
  }
}

LayerCase with_images(LayerCase layer, std::size_t images) {
  const auto one = layer.inputs.values;
  layer.inputs.values.clear();
  for (std::size_t i = 0; i < images; ++i) {
    layer.inputs.values.insert(layer.inputs.values.end(), one.begin(), one.end());
  }
  return layer;
}

// Passes of 160, 320, 320 and 288 bytes for one, two, two and two tiles of 192 slots, each with 24
// bytes of weights. A half of the memory is free when the last of a tile's four patches is read,
// half a tile before its end. Then come the 320 bytes for the pass after the next, of which the
// next one, a single tile, hides 192 cycles: an image later there are 56 to wait for.
TEST(PcnnTiming, APassIsLoadedWhenAHalfOfTheMemoryIsFree) {
  auto layer = pruned(bare(1), {4, 28, 8, 1, 3, 3, 1, 1}, 6);
  layer.config.activation_bytes = 4 * 320;
  layer.config.buffer_bytes = 60;  // a channel
  const auto per_image = [&](double gb_per_s) {
    layer.config.dram_gb_per_s = gb_per_s;
    return cycles(with_images(layer, 2)) - cycles(layer);
  };
  constexpr int work = 7 * 192 + 4 * 2;  // a pass's weights reach the banks in 2 cycles
  EXPECT_EQ(per_image(1000), work);
  EXPECT_EQ(per_image(0.3), work + 320 + 24 - 96 - 192);
  const auto two = with_images(layer, 2);
  const auto ran = run(two);
  EXPECT_EQ(figure(ran, "passes"), 4);
  EXPECT_EQ(figure(ran, "dram_input_bytes"), 2 * (160 + 320 + 320 + 288));
  EXPECT_EQ(ran.sums, reference(two));
}

TEST(PcnnTiming, AccumulatorsAreFreeBeforeTheirOutputsAreInDram) {
  auto layer = pruned(bare(2), {1, 8, 8, 2, 3, 3, 1, 1}, 1);
  layer.config.dram_gb_per_s = 0.3;
  layer.config.accumulator_sets = 1;
  layer.config.activation_bytes = 2 * 127;  // of 128 outputs
  // Weights are there at 5, sums at 14; drained to 46, in DRAM from 47 to 110. The second tile is
  // begun at 47 and waits for the output stage.
  EXPECT_EQ(cycles(layer), 111 + 32 + 1 + 64);
}

TEST(PcnnTiming, OutputsThatDoNotFitGoToDram) {
  auto layer = pruned(bare(4), {1, 8, 8, 4, 3, 3, 1, 1}, 1);
  layer.config.activation_bytes = 2 * 256;
  EXPECT_EQ(figure(run(layer), "dram_output_bytes"), 0);
  const auto fast = cycles(layer);
  layer.config.activation_bytes = 2 * 255;
  layer.config.dram_gb_per_s = 0.3;
  const auto result = run(layer);
  EXPECT_EQ(figure(result, "dram_output_bytes"), 256);
  EXPECT_GE(result.cycles(), 256);
  EXPECT_LE(result.cycles(), 256 + 64 + fast);
}

TEST(PcnnTiming, OutputsTakeTheTimeOfDram) {
  auto layer = pruned(bare(2), {1, 4, 8, 2, 3, 3, 1, 1}, 1);
  layer.config.dram_gb_per_s = 0.3;
  const auto fits = cycles(layer);
  layer.config.activation_bytes = 2 * 63;   // of 64 outputs
  EXPECT_EQ(cycles(layer), fits + 1 + 64);  // a cycle to ask
}

TEST(PcnnTiming, NoBarrierIsWaitedForWithoutSkipping) {
  auto layer = pruned(bare(4), {8, 8, 8, 4, 3, 3, 1, 1}, 2);
  const auto held = [](const LayerRun& run) {
    sim::Time time{0};
    for (const auto& block : run.blocks) {
      for (const auto& stall : block.stalls) {
        if (stall.cause == sim::fabric::Cause::held) time += stall.time;
      }
    }
    return time.count();
  };
  EXPECT_EQ(held(run(layer)), 0);
  // The first filter sees zeros only, the others do not.
  layer.config.zero_activations = ZeroActivations::skip;
  for (std::size_t j = 0; j < 72; ++j) layer.weights(0, j) = j % 9 == 0;
  for (std::size_t i = 0; i < layer.inputs.values.size(); ++i) {
    layer.inputs.values[i] = i % 64 >= 32;
  }
  layer.config.buffer_bytes = 1 << 20;
  for (std::size_t k = 1; k < 4; ++k) {
    for (std::size_t j = 0; j < 72; ++j) layer.weights(k, j) = j % 9 == 7 || j % 9 == 8;
  }
  EXPECT_GT(held(run(layer)), 0);
}

}  // namespace
}  // namespace arch::pcnn::test
