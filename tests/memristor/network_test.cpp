// SPDX-License-Identifier: Apache-2.0
// What a network's run says of itself: what sets the pace, when images are done, how much is used.
#include "arch/memristor/network.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/memristor/network_case.h"

namespace arch::memristor::test {
namespace {

std::string bottleneck(const Config& config, const std::vector<LayerCase>& layers) {
  return run({config, layers}).run.bottleneck;
}

const Convolution nine_windows{1, 3, 3, 16, 1, 1, 1, 0, 1};

TEST(MemristorBottleneck, IsTheInputsWhereTheBusTakesLongerThanTheReads) {
  auto config = one_copy();
  config.bus_bits = 1;
  config.digital_mhz = 100;
  const auto layer = layer_of_ones("wide", FullyConnected{128, 16});
  EXPECT_EQ(bottleneck(config, {layer}), "wide: inputs over the bus");
}

TEST(MemristorBottleneck, IsTheOutputStageWhereItTakesLongest) {
  auto config = one_copy();
  config.units = config.sigmoids = 1;
  config.digital_mhz = 1;
  config.bus_bits = 65536;
  const auto layer = layer_of_ones("many", FullyConnected{4, 64});
  EXPECT_EQ(bottleneck(config, {layer}), "many: output stage");
}

TEST(MemristorBottleneck, IsTheFirstOfEquals) {
  const auto next = layer_of_ones("b", Convolution{16, 3, 3, 16, 1, 1, 1, 0, 1});
  EXPECT_EQ(bottleneck(one_copy(), {layer_of_ones("a", nine_windows), next}),
            "a: reads of its arrays");
}

// Four copies with four windows each of 16 cycles; one copy with four windows of 32.
TEST(MemristorBottleneck, IsTheBusiestCopyNotAllOfThemTogether) {
  auto config = one_copy();
  config.copies = Copies::balanced;
  config.design.encoding = Encoding::fragments;
  config.design.fragment_rows = 8;
  const auto a = layer_of_ones("a", Convolution{1, 4, 4, 16, 1, 1, 1, 0, 1});
  const auto b = layer_of_ones("b", Convolution{16, 2, 2, 16, 1, 1, 1, 0, 1});
  EXPECT_EQ(bottleneck(config, {a, b}), "b: reads of its arrays");
}

// 90 us per image for the pixels' way out and 1450 us for programming: 17 images take longer.
TEST(MemristorBottleneck, IsTheWayOutOrProgrammingWhicheverTakesLonger) {
  auto config = one_copy();
  config.chips = config.tiles = config.units = config.arrays = 1;
  config.short_of_arrays = Short::reload;
  config.link_gb_per_s = 0.0004;
  const std::vector<LayerCase> layers = {
      layer_of_ones("first", Convolution{1, 3, 3, 8, 1, 1, 1, 0, 1}),
      layer_of_ones("second", FullyConnected{72, 16})};
  config.rounds = 16;
  EXPECT_EQ(bottleneck(config, layers), "programming of arrays");
  config.rounds = 17;
  EXPECT_EQ(bottleneck(config, layers), "link from first");
}

TEST(MemristorBottleneck, IsProgrammingWhereOneLoadHasSeveralPasses) {
  auto config = one_copy();
  config.chips = config.tiles = config.units = config.arrays = 1;
  config.short_of_arrays = Short::reload;
  EXPECT_EQ(bottleneck(config, {layer_of_ones("large", FullyConnected{128, 32})}),
            "programming of arrays");
}

// The second layer cannot take the first one's outputs: its inputs come from outside.
TEST(MemristorNetwork, AnImageIsDoneWhenItsLastLayerIs) {
  const auto ran =
      run({one_copy(),
           {layer_of_ones("slow", nine_windows), layer_of_ones("fast", {FullyConnected{5, 3}})}})
          .run;
  EXPECT_EQ(figure(ran.layers[1], "inputs_from_outside"), 1);
  EXPECT_EQ(ran.layers[1].vector_ends[0] / ran.period, 22);
  ASSERT_EQ(ran.image_ends.size(), 1u);
  EXPECT_EQ(ran.image_ends[0] / ran.period, 22 + 8 * 16);
}

TEST(MemristorNetwork, SaysHowMuchOfTheMachineItUses) {
  auto config = one_copy();
  config.rounds = 3;
  const auto ran = run({config, {layer_of_ones("one", FullyConnected{130, 40})}}).run;
  EXPECT_EQ(figure(ran, "chips"), 1);
  EXPECT_EQ(figure(ran, "units"), 1);
  EXPECT_EQ(figure(ran, "cell_mib"), 63);
  EXPECT_DOUBLE_EQ(figure(ran, "unit_share"), 1.0 / 2016);
  const auto& layer = ran.layers[0];
  EXPECT_EQ(figure(layer, "arrays"), 6);
  EXPECT_DOUBLE_EQ(figure(layer, "weights_per_array"), 130 * 40 / 6.0);
  EXPECT_EQ(layer.macs_effectual, 3 * 130 * 40);
}

// Blocks are there for copies of layers, and accounts for kinds of components.
TEST(MemristorNetwork, IdleArraysCostNothing) {
  auto config = one_copy();
  const auto small = [&] {
    return run({config,
                {layer_of_ones("a", nine_windows), layer_of_ones("b", FullyConnected{144, 9})}})
        .run;
  };
  config.tiles = 2;
  config.chips = 1;
  const auto few = small();
  config.tiles = config.chips = 4096;
  const auto many = small();
  EXPECT_EQ(many.time, few.time);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_TRUE(same(many.layers[i].blocks, few.layers[i].blocks));
    std::int64_t blocks = 0;
    for (const auto& block : many.layers[i].blocks) blocks += block.instances;
    EXPECT_EQ(blocks, 3);  // buffer, copy and output stage
    EXPECT_EQ(many.layers[i].ledger.accounts().size(), few.layers[i].ledger.accounts().size());
  }
  EXPECT_EQ(many.ledger.accounts().size(), few.ledger.accounts().size());
  EXPECT_EQ(figure(many, "cell_mib"), 2048 * figure(few, "cell_mib"));
}

TEST(MemristorNetwork, CountsTheArraysOfAllCopiesAndTheTilesTheyStandOn) {
  auto config = one_copy();
  config.copies = Copies::balanced;
  config.last_copies = 13;
  config.arrays = 1;
  const auto shape = Convolution{1, 1, 13, 16, 1, 1, 1, 0, 1};
  const auto ran = run({config, {layer_of_ones("one", shape)}}).run;
  const auto& layer = ran.layers[0];
  EXPECT_EQ(figure(layer, "arrays_of_a_copy"), 1);
  EXPECT_EQ(figure(layer, "arrays"), 13);
  std::map<std::string, std::int64_t> instances;
  for (const auto& account : layer.ledger.accounts()) instances[account.path()] = account.instances;
  EXPECT_EQ(instances.at("tile/edram"), 2);
}

}  // namespace
}  // namespace arch::memristor::test
