// SPDX-License-Identifier: Apache-2.0
// What a window waits for beside its reads: a unit's turn on the tile's bus, the tile's turn for
// bus and output stages, room in the next layer's buffer, the links of a chip.
#include <gtest/gtest.h>

#include "arch/memristor/network.h"
#include "tests/memristor/network_case.h"
#include "tests/memristor/plain_time.h"

namespace arch::memristor::test {
namespace {

// A word of 16 bits passes the tile's bus in a cycle of the machine.
Config a_word_per_cycle() {
  auto config = one_copy();
  config.digital_mhz = 10;
  config.bus_bits = 16;
  config.sigmoids = 4096;
  config.units = 4;
  config.arrays = 4;
  return config;
}

double of_one(const Config& config, const sim::workload::Shape& shape, const std::string& name) {
  return figure(run({config, {layer_of_ones("one", shape)}}).run.layers.front(), name);
}

double supply(const Config& config, const sim::workload::Shape& shape) {
  return of_one(config, shape, "supply_cycles");
}

TEST(MemristorTurns, AUnitBringsTheInputsOfAllItsStrips) {
  auto config = a_word_per_cycle();
  EXPECT_EQ(supply(config, FullyConnected{512, 16}), 512);   // 4 strips in a unit
  EXPECT_EQ(supply(config, FullyConnected{512, 32}), 512);   // 2 in each of 2 units
  EXPECT_EQ(supply(config, FullyConnected{512, 64}), 512);   // 1 in each of 4
  EXPECT_EQ(supply(config, FullyConnected{768, 16}), 768);   // 4 and 2
  EXPECT_EQ(supply(config, FullyConnected{128, 128}), 256);  // the same one in 2 units
  config.units = 1;                                          // each tile has a bus of its own
  EXPECT_EQ(supply(config, FullyConnected{512, 64}), 128);
}

TEST(MemristorTurns, CopiesInAUnitBringTheInputsOfTheirWindowsEach) {
  auto config = a_word_per_cycle();
  const Convolution shape{128, 1, 4, 16, 1, 1, 1, 0, 1};
  EXPECT_EQ(supply(config, shape), 128);
  config.copies = Copies::balanced;
  config.last_copies = 2;
  EXPECT_EQ(supply(config, shape), 256);
  config.last_copies = 4;
  EXPECT_EQ(supply(config, shape), 512);
}

// 11 channels, 3 columns of 33 inputs: a copy holds what its last window shares with the next.
TEST(MemristorTurns, CopiesAndStridesSetNeighbouringWindowsApart) {
  auto config = a_word_per_cycle();
  Convolution shape{11, 3, 12, 16, 3, 3, 1, 0, 1};
  EXPECT_EQ(supply(config, shape), 33);
  shape.stride = 2;
  EXPECT_EQ(supply(config, shape), 66);
  config.copies = Copies::balanced;
  config.last_copies = 2;  // 5 windows at 2 a copy: 3 copies, 6 columns apart
  EXPECT_EQ(supply(config, shape), 3 * 99);
  shape.stride = 1;  // 10 windows: 2 copies
  EXPECT_EQ(supply(config, shape), 2 * 66);
}

TEST(MemristorTurns, AUnitGivesASumForEachOfItsOutputs) {
  auto config = a_word_per_cycle();
  const auto collect = [&](int inputs, int outputs) {
    return of_one(config, FullyConnected{inputs, outputs}, "collect_cycles");
  };
  EXPECT_EQ(collect(128, 64), 64);
  EXPECT_EQ(collect(512, 16), 16);  // the unit adds up its strips
  EXPECT_EQ(collect(512, 32), 64);  // two units have sums of the same outputs
  EXPECT_EQ(collect(128, 8), 8);
  config.design.encoding = Encoding::differential;
  EXPECT_EQ(collect(128, 32), 32);  // 4 arrays, which are 2 pairs
}

TEST(MemristorTurns, TheTilesOfALayerShareItsOutputs) {
  auto config = a_word_per_cycle();
  config.arrays = config.sigmoids = 1;
  const auto collect = [&] { return of_one(config, FullyConnected{1, 64}, "collect_cycles"); };
  EXPECT_EQ(collect(), 64);
  config.units = 1;
  EXPECT_EQ(collect(), 16);
}

// A window of zeros is over in a cycle; the input registers have the next one in the cycle after.
TEST(MemristorTurns, WindowsOfOneCycleFollowEverySecondCycle) {
  auto config = one_copy();
  config.design.encoding = Encoding::fragments;
  config.design.fragment_rows = 1;
  config.design.input.is_signed = false;
  config.design.skip_zeros = true;
  auto layer = layer_of_ones("zeros", Convolution{1, 1, 20, 4, 1, 1, 1, 0, 1});
  layer.inputs.values.assign(20, 0);
  EXPECT_EQ(cycles(config, layer), 6 + 1 + 19 * 2);
}

// The second layer takes 32 cycles for a window, the first 16.
TEST(MemristorTurns, ALayerRunsAheadAsFarAsTheNextOnesEdramHoldsItsPixels) {
  auto config = one_copy();
  config.units = 1;
  config.arrays = 2;
  config.digital_mhz = 10;
  config.bus_bits = 4096;
  config.sigmoids = 1;
  NetworkCase network{config,
                      {layer_of_ones("first", Convolution{1, 3, 3, 4, 1, 1, 1, 0, 1}),
                       layer_of_ones("second", Convolution{4, 3, 3, 32, 1, 1, 1, 0, 1})}};
  const auto end_of_first = [&](int edram_bytes) {
    network.config.edram_bytes = edram_bytes;
    const auto ran = run(network).run;
    return ran.layers[0].vector_ends.back() / ran.period;
  };
  constexpr int pixel = 8;  // bytes
  EXPECT_EQ(end_of_first(9 * pixel), 22 + 8 * 16);
  EXPECT_EQ(end_of_first(4 * pixel), 22 + 8 * 16);
  // With room for one, the ninth finds it when the eighth window stands before the copy, which has
  // begun the seventh: the first one after 24 cycles, and one every 32.
  EXPECT_EQ(end_of_first(pixel), 24 + 6 * 32 + 2);
}

// The second layer reads pixels 0 and 4 of 6; pixels are 40 cycles on their way.
TEST(MemristorTurns, PixelsThatNoWindowNeedsFindRoomAtOnce) {
  auto config = shipped("isaac-ce");
  config.rounds = 2;
  config.copies = Copies::one;
  config.edram_bytes = 8;  // room for one
  config.router_cycles = 40;
  const NetworkCase network{config,
                            {layer_of_ones("first", Convolution{1, 1, 6, 4, 1, 1, 1, 0, 1}),
                             layer_of_ones("second", Convolution{4, 1, 6, 4, 1, 1, 4, 0, 1})}};
  const auto ran = run(network).run;
  Network job(config);
  for (const auto& layer : network.layers) job.compute({layer.layer, layer.matrix(), layer.inputs});
  const auto ends = plain_ends(config, job.layers(), plan_network(config, job.layers()), 2);
  EXPECT_EQ(ran.layers[0].vector_ends.back() / ran.period, ends[0]);
  EXPECT_EQ(ran.layers[1].vector_ends.back() / ran.period, ends[1]);
}

// A pixel of 8 bytes passes the links for each of the two chips that need it.
TEST(MemristorTurns, APixelPassesTheLinksForEachChipThatNeedsIt) {
  auto config = one_copy();
  config.tiles = config.units = config.arrays = 1;
  config.links = 2;
  config.link_gb_per_s = 0.001;
  config.digital_mhz = 1000;
  const NetworkCase network{config,
                            {layer_of_ones("first", Convolution{1, 3, 3, 4, 1, 1, 1, 0, 1}),
                             layer_of_ones("second", Convolution{4, 3, 3, 32, 3, 3, 1, 0, 1})}};
  const auto ran = run(network).run;
  EXPECT_EQ(figure(ran.layers[1], "chips"), 2);
  EXPECT_EQ(ran.time / ran.period, 22 + 1 + 9 * 80 + 1 + 22);
}

// Three units on two chips; the next layer stands where they end.
TEST(MemristorTurns, NoLinkIsNeededWhereTheNextLayerBeginsOnTheSameChip) {
  auto config = one_copy();
  config.tiles = config.arrays = 1;
  config.units = 2;
  const NetworkCase network{config,
                            {layer_of_ones("first", Convolution{1, 3, 3, 48, 1, 1, 1, 0, 1}),
                             layer_of_ones("second", Convolution{48, 3, 3, 16, 1, 1, 1, 0, 1})}};
  const auto ran = run(network).run;
  EXPECT_EQ(figure(ran.layers[0], "chips"), 2);
  for (const auto& block : ran.layers[1].blocks) EXPECT_NE(block.kind, "link");
}

}  // namespace
}  // namespace arch::memristor::test
