// SPDX-License-Identifier: Apache-2.0
// Cycles to the letter: ISAAC's pipeline, rates, hand-over between layers.
#include <gtest/gtest.h>

#include "tests/memristor/network_case.h"

namespace arch::memristor::test {
namespace {

// One image of one round; a tile's clock of whole nanoseconds.
Config isaac() {
  auto config = shipped("isaac-ce");
  config.rounds = 1;
  config.digital_mhz = 1000;
  return config;
}

TEST(MemristorTiming, AWindowTakesIsaacs22Cycles) {
  const auto layer = layer_of_ones("one", FullyConnected{128, 16});
  EXPECT_EQ(cycles(isaac(), layer), 22);
  EXPECT_EQ(isaac().cycle(), sim::Time{100'000});
}

TEST(MemristorTiming, AWindowFollowsEvery16Cycles) {
  const Convolution shape{1, 1, 5, 16, 1, 1, 1, 0, 1};
  auto config = isaac();
  config.copies = Copies::one;
  EXPECT_EQ(cycles(config, layer_of_ones("one", shape)), 22 + 4 * 16);
}

TEST(MemristorTiming, EachStageCountsOnce) {
  const auto layer = layer_of_ones("one", FullyConnected{128, 16});
  for (int Stages::*stage : {&Stages::fetch, &Stages::convert, &Stages::shift_and_add,
                             &Stages::collect, &Stages::activate, &Stages::write}) {
    auto config = isaac();
    config.stages.*stage += 3;
    EXPECT_EQ(cycles(config, layer), 25);
  }
}

TEST(MemristorTiming, CopiesShareTheWindows) {
  const Convolution shape{1, 1, 5, 16, 1, 1, 1, 0, 1};
  auto config = isaac();
  config.last_copies = 2;
  // 5 windows at 2 per copy: 3 copies, the first two of which have two windows.
  EXPECT_EQ(cycles(config, layer_of_ones("one", shape)), 22 + 16);
}

TEST(MemristorTiming, DacsOfMoreBitsNeedFewerReads) {
  auto config = isaac();
  config.design.input.dac_bits = 4;  // the sign is a slice of its own: 15 bits in 4, and 1
  config.design.adc.bits = 12;
  EXPECT_EQ(cycles(config, layer_of_ones("one", FullyConnected{128, 16})), 22 - 11);
}

TEST(MemristorTiming, ConvertingAllColumnsMayStretchTheCycle) {
  auto config = isaac();
  config.adc_gs_per_s = 1.2;
  EXPECT_EQ(config.cycle(), sim::Time{106'667});
  config.adcs = 2;
  EXPECT_EQ(config.cycle(), sim::Time{100'000});
  config.read_ns = 40;
  EXPECT_EQ(config.cycle(), sim::Time{53'334});
}

TEST(MemristorTiming, FragmentsAreReadInTurn) {
  auto config = isaac();
  config.design.encoding = Encoding::fragments;
  config.design.fragment_rows = 8;
  EXPECT_EQ(cycles(config, layer_of_ones("one", FullyConnected{128, 8})), 6 + 16 * 16);
  EXPECT_EQ(cycles(config, layer_of_ones("one", FullyConnected{20, 8})), 6 + 3 * 16);
}

LayerCase with_inputs(std::vector<std::int16_t> values) {
  auto layer = layer_of_ones("one", FullyConnected{static_cast<int>(values.size()), 4});
  layer.inputs.values = std::move(values);
  return layer;
}

TEST(MemristorTiming, LeadingZerosOfAFragmentAreSkipped) {
  auto config = isaac();
  config.design.encoding = Encoding::fragments;
  config.design.fragment_rows = 2;
  config.design.input.is_signed = false;
  config.design.skip_zeros = true;
  EXPECT_EQ(cycles(config, with_inputs({1, 5, 0, 0, 32, 0})), 6 + 3 + 0 + 6);
  EXPECT_EQ(cycles(config, with_inputs({0, 0, 0, 0, 0, 0})), 6 + 1);
}

TEST(MemristorTiming, SynchronisedArraysWaitForTheSlowestAfterEachFragment) {
  auto config = isaac();
  config.design.encoding = Encoding::fragments;
  config.design.fragment_rows = 2;
  config.design.rows = 4;
  config.design.input.is_signed = false;
  config.design.skip_zeros = true;
  const auto layer = with_inputs({7, 0, 1, 1, 1, 0, 15, 2});  // two arrays: 3 + 1 and 1 + 4
  EXPECT_EQ(cycles(config, layer), 6 + 5);
  config.synchronised = true;
  EXPECT_EQ(cycles(config, layer), 6 + 3 + 4);
}

TEST(MemristorTiming, ANarrowBusHoldsUpTheReads) {
  auto config = isaac();
  config.units = 1;
  config.arrays = 1;
  config.digital_mhz = 10;  // a cycle of the bus is one of the machine
  config.bus_bits = 128;    // 128 inputs of 16 bits take 16 cycles
  config.sigmoids = 16;
  const auto layer = layer_of_ones("one", FullyConnected{128, 16});
  EXPECT_EQ(cycles(config, layer), 22);
  config.bus_bits = 120;
  EXPECT_EQ(cycles(config, layer), 22 + 2);
}

TEST(MemristorTiming, FewOutputStagesHoldUpTheReads) {
  auto config = isaac();
  config.units = 1;
  config.arrays = 1;
  config.digital_mhz = 10;
  config.bus_bits = 4096;
  config.sigmoids = 1;
  const auto layer = layer_of_ones("one", FullyConnected{128, 16});
  EXPECT_EQ(cycles(config, layer), 22);
  config.digital_mhz = 8;
  EXPECT_EQ(cycles(config, layer), 22 + 4);
}

TEST(MemristorTiming, ACopyThatWorksOnNeighboursFetchesOnlyNewColumns) {
  auto config = isaac();
  config.units = 1;
  config.arrays = 1;
  config.copies = Copies::one;
  config.digital_mhz = 10;
  config.sigmoids = 16;
  config.bus_bits = 40;  // 99 inputs of 16 bits would take 40 cycles
  const Convolution shape{11, 3, 4, 16, 3, 3, 1, 0, 1};
  EXPECT_EQ(cycles(config, layer_of_ones("one", shape)), 22 + 16);
  config.bus_bits = 32;
  EXPECT_EQ(cycles(config, layer_of_ones("one", shape)), 6 + 17 + 17);
}

NetworkCase two_layers(const Config& config) {
  return {config,
          {layer_of_ones("first", Convolution{1, 3, 3, 4, 1, 1, 1, 0, 1}),
           layer_of_ones("second", Convolution{4, 3, 3, 4, 3, 3, 1, 0, 1})}};
}

std::int64_t total(const NetworkCase& network) {
  const auto ran = run(network).run;
  return ran.time / ran.period;
}

TEST(MemristorTiming, ALayerBeginsWhenItsFirstWindowIsComplete) {
  auto config = isaac();
  config.copies = Copies::one;
  auto network = two_layers(config);
  EXPECT_EQ(total(network), 22 + 8 * 16 + 1 + 22);
  // With padding four windows need not wait for the last pixel, and five do.
  network.layers[1] = layer_of_ones("second", Convolution{4, 3, 3, 4, 3, 3, 1, 1, 1});
  EXPECT_EQ(total(network), 22 + 8 * 16 + 1 + 22 + 4 * 16);
}

// Two layers could feed the third.
TEST(MemristorTiming, ALayerTakesThePixelsOfTheNearestOneThatFits) {
  auto config = isaac();
  config.copies = Copies::one;
  const Convolution same{4, 3, 3, 4, 1, 1, 1, 0, 1};
  const NetworkCase network{config,
                            {layer_of_ones("first", Convolution{1, 3, 3, 4, 1, 1, 1, 0, 1}),
                             layer_of_ones("second", same), layer_of_ones("third", same)}};
  EXPECT_EQ(total(network), 22 + 8 * 16 + 1 + 22 + 1 + 22);
}

TEST(MemristorTiming, PoolingAndRoutersAddTheirCycles) {
  auto config = isaac();
  config.copies = Copies::one;
  auto network = two_layers(config);
  config.router_cycles = 4;
  network.config = config;
  EXPECT_EQ(total(network), 22 + 8 * 16 + 4 + 22);
  network.layers[1] = layer_of_ones("second", FullyConnected{4, 4});
  EXPECT_EQ(total(network), 22 + 8 * 16 + 4 + 3 + 22);
}

TEST(MemristorTiming, ImagesFollowAtTheSlowestLayersRate) {
  auto config = isaac();
  config.copies = Copies::one;
  config.rounds = 4;
  const auto ran = run(two_layers(config)).run;
  ASSERT_EQ(ran.image_ends.size(), 4u);
  EXPECT_EQ(ran.image_ends[0] / ran.period, 22 + 8 * 16 + 1 + 22);
  for (std::size_t i = 1; i < 4; ++i) {
    EXPECT_EQ((ran.image_ends[i] - ran.image_ends[i - 1]) / ran.period, 9 * 16);
  }
  EXPECT_EQ(ran.bottleneck, "first: reads of its arrays");
}

TEST(MemristorTiming, PixelsToOtherChipsPassTheLinks) {
  auto config = isaac();
  config.copies = Copies::one;
  config.tiles = 1;
  config.units = 1;
  config.links = 2;
  config.link_gb_per_s = 0.01;  // 20 bytes per us; a pixel has 8
  EXPECT_EQ(total(two_layers(config)), 22 + 8 * 16 + 1 + 4 + 1 + 22);
  config.link_gb_per_s = 0.001;  // 4 us for each of 9 pixels, from the end of the first window on
  EXPECT_EQ(total(two_layers(config)), 22 + 1 + 9 * 40 + 1 + 22);
  EXPECT_EQ(run(two_layers(config)).run.bottleneck, "link to second");
}

TEST(MemristorTiming, ImagesFromOutsideArriveOverTheLinks) {
  auto config = isaac();
  config.images_counted = true;
  config.links = 1;
  config.link_gb_per_s = 0.256;  // a us for 128 inputs of 2 bytes
  EXPECT_EQ(cycles(config, layer_of_ones("one", FullyConnected{128, 16})), 10 + 1 + 22);
}

}  // namespace
}  // namespace arch::memristor::test
