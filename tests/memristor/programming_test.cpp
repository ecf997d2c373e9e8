// SPDX-License-Identifier: Apache-2.0
// What programming costs: cells and bytes of each load and pass, and pixels that wait outside.
#include <gtest/gtest.h>

#include "tests/memristor/network_case.h"

namespace arch::memristor::test {
namespace {

// One array, and links of 64 bytes per us.
Config slow_links() {
  auto config = one_array();
  config.link_gb_per_s = 0.016;
  return config;
}

// The second layer takes the first one's outputs.
NetworkCase in_turn(const Config& config, const FullyConnected& first) {
  return {
      config,
      {layer_of_ones("first", first), layer_of_ones("second", FullyConnected{first.outputs, 16})}};
}

double programming_us(const NetworkRun& run) { return figure(run, "programming_us"); }

// Of all blocks of a kind.
sim::Time busy(const NetworkRun& run, const std::string& kind) {
  sim::Time sum{0};
  for (const auto& layer : run.layers) {
    for (const auto& block : layer.blocks) sum += block.kind == kind ? block.busy : sim::Time{0};
  }
  return sum;
}

TEST(MemristorProgramming, TilesAreProgrammedAtTheSameTime) {
  auto config = slow_links();
  config.link_gb_per_s = 6.4;
  const auto us = [&] { return programming_us(run(in_turn(config, {128, 32})).run); };
  config.tiles = 2;  // an array each, then one of 32 rows
  EXPECT_DOUBLE_EQ(us(), 12.8 + 3.2);
  config.tiles = 1;
  config.units = 2;  // one after the other
  EXPECT_DOUBLE_EQ(us(), 25.6 + 3.2);
}

// 4 copies of 1 x 16 weights of 16 bits, then 256 x 64.
TEST(MemristorProgramming, CopiesArriveOverTheLinksEach) {
  auto config = slow_links();
  config.pulse_ns = 1;
  config.units = 8;
  config.last_copies = 4;
  const NetworkCase network{config,
                            {layer_of_ones("first", Convolution{1, 4, 4, 16, 1, 1, 1, 0, 1}),
                             layer_of_ones("second", FullyConnected{256, 64})}};
  const auto ran = run(network).run;
  EXPECT_EQ(figure(ran.layers[0], "copies"), 4);
  EXPECT_EQ(figure(ran.layers[1], "load"), 2);
  EXPECT_DOUBLE_EQ(programming_us(ran), 2 + 512);
  EXPECT_EQ(figure(ran, "programmed_cells"), 4 * 16 * 8 + 256 * 64 * 8);
  EXPECT_EQ(count(ran.layers[0].ledger, "tile/unit/crossbar", "program_pulse"), 4 * 16 * 8);
}

// 128 x 32 weights are 8192 bytes.
TEST(MemristorProgramming, ChipsTakeTheirWeightsOverTheirOwnLinks) {
  auto config = slow_links();
  config.pulse_ns = 1;
  config.chips = 2;
  EXPECT_DOUBLE_EQ(programming_us(run(in_turn(config, {128, 32})).run), 64 + 16);
}

TEST(MemristorProgramming, EachPassTakesItsOwnWeights) {
  auto config = slow_links();
  config.pulse_ns = 1;
  const auto ran = run(in_turn(config, {128, 32})).run;
  EXPECT_EQ(figure(ran.layers[0], "passes"), 2);
  EXPECT_DOUBLE_EQ(programming_us(ran), 2 * 64 + 16);
}

TEST(MemristorProgramming, APassHasAsManyBlocksAsThereIsRoomFor) {
  auto config = slow_links();
  config.units = 2;
  const auto passes = [&](int outputs) {
    const auto ran = run({config, {layer_of_ones("one", FullyConnected{128, outputs})}}).run;
    EXPECT_EQ(figure(ran.layers[0], "arrays"), 2);
    return figure(ran.layers[0], "passes");
  };
  EXPECT_EQ(passes(48), 2);
  EXPECT_EQ(passes(64), 2);
  EXPECT_EQ(passes(65), 3);
}

TEST(MemristorProgramming, APassGivesTheOutputStageItsOwnOutputs) {
  auto config = slow_links();
  config.digital_mhz = 10;
  config.sigmoids = 1;
  const auto collect = [&](int outputs) {
    const auto layer = layer_of_ones("one", FullyConnected{128, outputs});
    return figure(run({config, {layer}}).run.layers[0], "collect_cycles");
  };
  EXPECT_EQ(collect(16), 16);
  EXPECT_EQ(collect(64), 16);
}

// 32 outputs of 2 bytes: 1 us on the way out, in one pass or in two.
TEST(MemristorProgramming, EachPassSendsItsOwnChannelsOut) {
  auto config = slow_links();
  EXPECT_EQ(busy(run(in_turn(config, {128, 32})).run, "memory_port"), sim::Time{1'000'000});
  config.units = 2;
  EXPECT_EQ(busy(run(in_turn(config, {128, 32})).run, "memory_port"), sim::Time{1'000'000});
}

// A pixel of 16 bytes takes 10 us, longer than its window: when the last one finds a place before
// the port, one stands before it and one is on its way. Then 2304 bytes of weights, and 9 pixels
// in.
TEST(MemristorProgramming, TheNextLoadWaitsForTheLastPixelOnItsWayOut) {
  auto config = slow_links();
  config.copies = Copies::one;
  config.link_gb_per_s = 0.0004;  // 1.6 bytes per us
  const NetworkCase network{config,
                            {layer_of_ones("first", Convolution{1, 3, 3, 8, 1, 1, 1, 0, 1}),
                             layer_of_ones("second", FullyConnected{72, 16})}};
  const auto ran = run(network).run;
  EXPECT_EQ(busy(ran, "memory_port"), sim::Time{90'000'000});
  const auto first = ran.layers[0].vector_ends.back(), second = ran.layers[1].vector_ends.back();
  EXPECT_EQ((second - first) / ran.period, 3 * 100 + 14'400 + 9 * 100 + 22);
}

TEST(MemristorProgramming, EveryPulseOfACellIsPaid) {
  auto config = slow_links();
  config.pulses = 3;
  const auto ran = run(in_turn(config, {128, 16})).run;
  EXPECT_EQ(count(ran.layers[0].ledger, "tile/unit/crossbar", "program_pulse"), 3 * 128 * 128);
  EXPECT_EQ(count(ran.layers[1].ledger, "tile/unit/crossbar", "program_pulse"), 3 * 16 * 128);
}

TEST(MemristorProgramming, EachPassReadsTheInputsAnew) {
  const auto counted = [&](int outputs, const char* path, const char* verb) {
    const auto layer = layer_of_ones("one", FullyConnected{128, outputs});
    return count(run({slow_links(), {layer}}).run.layers[0].ledger, path, verb);
  };
  EXPECT_EQ(counted(16, "tile/edram", "read"), 128 * 16 / 256);
  EXPECT_EQ(counted(48, "tile/edram", "read"), 3 * 128 * 16 / 256);
  EXPECT_EQ(counted(48, "tile/bus", "transfer_bit"), (3 * 128 + 48) * 16);
}

}  // namespace
}  // namespace arch::memristor::test
