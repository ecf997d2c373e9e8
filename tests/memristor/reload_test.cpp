// SPDX-License-Identifier: Apache-2.0
// Networks that stand on too few arrays in turn: when arrays are programmed, how long it takes, and
// that nothing else changes.
#include <gtest/gtest.h>

#include "tests/memristor/network_case.h"

namespace arch::memristor::test {
namespace {

NetworkCase two_in_turn(const Config& config) {
  return {config,
          {layer_of_ones("first", FullyConnected{128, 16}),
           layer_of_ones("second", FullyConnected{16, 16})}};
}

std::int64_t cycles_of_all(const NetworkCase& network) {
  const auto ran = run(network).run;
  return ran.time / ran.period;
}

// 128 rows, 1 ns until it is known, 10 ns for 256 bytes, 1 ns to arrive: 129 cycles, and 22. From
// the output stage 1 cycle, 2 ns for 32 bytes and 1 ns to be known, 1 ns to the next programmer; 16
// rows, 1, 2 and 1 ns: 16,808 ns, and 22 cycles from the next one on. A cycle later the programmer
// knows, and the next batch could begin.
TEST(MemristorReload, LayersStandOnTheArraysInTurn) {
  EXPECT_EQ(cycles_of_all(two_in_turn(one_array())), 169 + 22 + 1);
  auto first = one_array();
  EXPECT_EQ(cycles(first, layer_of_ones("first", FullyConnected{128, 16})), 22);
}

TEST(MemristorReload, AllPulsesOfATilesArraysCount) {
  auto config = one_array();
  config.pulses = 3;
  EXPECT_EQ(cycles_of_all(two_in_turn(config)), 192 + 2 * (128 + 16));
  config.pulse_ns = 50;
  config.pulses = 2;
  EXPECT_EQ(cycles_of_all(two_in_turn(config)), 192);
  config = one_array();
  config.units = 2;
  auto network = two_in_turn(config);
  network.layers[0] = layer_of_ones("first", FullyConnected{128, 32});
  network.layers[1] = layer_of_ones("second", FullyConnected{32, 16});
  const auto one_by_one = cycles_of_all(network);
  network.config.arrays_at_once = 2;
  EXPECT_EQ(cycles_of_all(network), one_by_one - 128);
}

// 4096 bytes of weights of 16 bits for 128 x 16; 25.6 bytes per ns are enough for 160 ns.
TEST(MemristorReload, WeightsArriveOverTheLinks) {
  auto config = one_array();
  config.pulse_ns = 1;
  config.link_gb_per_s = 0.016;  // 64 bytes per us: 64 us, and 4 for the image
  const auto ran = run(two_in_turn(config)).run;
  const auto programmed = 64 + 8;  // 16 x 16 weights the second time
  EXPECT_DOUBLE_EQ(figure(ran, "programming_us"), programmed);
  EXPECT_EQ(ran.bottleneck, "programming of arrays");
}

TEST(MemristorReload, ALayerThatDoesNotFitHasSeveralPasses) {
  const auto layer = layer_of_ones("large", FullyConnected{128, 32});
  const auto ran = run({one_array(), {layer}});
  EXPECT_EQ(ran.sums.front(), reference(layer));
  // The second pass is programmed from 152 cycles on.
  EXPECT_EQ(ran.run.time / ran.run.period, 152 + 129 + 22 + 1);
  EXPECT_EQ(figure(ran.run.layers[0], "passes"), 2);
  EXPECT_EQ(figure(ran.run.layers[0], "arrays"), 1);
  EXPECT_EQ(figure(ran.run, "loads"), 1);
  ASSERT_EQ(ran.run.image_ends.size(), 1u);
  EXPECT_EQ(ran.run.image_ends[0] / ran.run.period, 303);
}

TEST(MemristorReload, ProgrammingIsSharedByAllImagesOfABatch) {
  auto network = two_in_turn(one_array());
  const auto one = run(network).run;
  network.config.rounds = 6;
  const auto six = run(network).run;
  EXPECT_TRUE(six.one_batch);
  EXPECT_EQ(figure(six, "programming_us"), figure(one, "programming_us"));
  // Five more windows of each layer.
  EXPECT_EQ(six.time / six.period, 192 + 2 * 5 * 16);
  const auto crossbar = [](const NetworkRun& run) {
    return count(run.layers[0].ledger, "tile/unit/crossbar", "program_pulse");
  };
  EXPECT_EQ(crossbar(one), 128 * 128);
  EXPECT_EQ(crossbar(six), crossbar(one));
  EXPECT_EQ(figure(six, "programmed_cells"), 128 * 128 + 16 * 128);
}

TEST(MemristorReload, AsManyLayersAsFitStandThereTogether) {
  auto config = one_array();
  config.units = 3;
  const NetworkCase network{config,
                            {layer_of_ones("a", Convolution{1, 8, 8, 16, 1, 1, 1, 0, 1}),
                             layer_of_ones("b", Convolution{16, 4, 4, 16, 1, 1, 1, 0, 1}),
                             layer_of_ones("c", Convolution{16, 2, 2, 16, 1, 1, 1, 0, 1}),
                             layer_of_ones("d", FullyConnected{64, 16})}};
  const auto ran = run(network).run;
  std::vector<double> loads, copies;
  for (const auto& layer : ran.layers) {
    loads.push_back(figure(layer, "load"));
    copies.push_back(figure(layer, "copies"));
  }
  EXPECT_EQ(loads, (std::vector<double>{1, 1, 1, 2}));
  EXPECT_EQ(copies, (std::vector<double>{1, 1, 1, 1}));
}

TEST(MemristorReload, RefusesALayerOfWhichNoBlockFits) {
  EXPECT_EQ(refusal({one_array(), {layer_of_ones("large", FullyConnected{129, 20})}}),
            "a block of 16 outputs takes 2 arrays, but 1 chips have 1: sums of several passes are "
            "not added up");
}

// Machines that are too small for most networks; empty if they are too small for a layer.
std::optional<Ran> run_on_few(NetworkCase& network, Engine engine) {
  auto& config = network.config;
  config.short_of_arrays = Short::reload;
  config.chips = 1;
  config.pulse_ns = 7;
  try {
    return run(network, engine);
  } catch (const sim::UserError&) {
    return std::nullopt;
  }
}

TEST(MemristorReload, ChangesNoOutputAndBothEnginesReportTheSame) {
  int reloaded = 0, drawn = 0;
  EXPECT_TRUE(holds_for_random_networks(150, true, [&](NetworkCase network) {
    ++drawn;
    const auto a = run_on_few(network, Engine::decoupled);
    if (!a) return;
    const auto b = run_on_few(network, Engine::lockstep);
    reloaded += a->run.one_batch;
    RC_ASSERT(a->run.time == b->run.time);
    RC_ASSERT(a->run.image_ends == b->run.image_ends);
    for (std::size_t i = 0; i < a->run.layers.size(); ++i) {
      const auto &left = a->run.layers[i], &right = b->run.layers[i];
      RC_ASSERT(same(left.blocks, right.blocks));
      RC_ASSERT(a->sums[i] == reference(network.layers[i]));
      RC_ASSERT(left.vector_ends.size() == a->run.image_ends.size());
      RC_ASSERT(account_for_all_time(left.blocks, a->run.time));
    }
  }));
  if (drawn >= 150) {  // of fewer, none may happen to be
    EXPECT_GT(reloaded, 10);
  }
}

// Loads follow each other: no layer ends before those of the loads before.
TEST(MemristorReload, NoLoadBeginsBeforeTheOneBeforeHasEnded) {
  EXPECT_TRUE(holds_for_random_networks(100, true, [](NetworkCase network) {
    const auto ran = run_on_few(network, Engine::decoupled);
    if (!ran || !ran->run.one_batch) return;
    const auto& layers = ran->run.layers;
    for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
      if (figure(layers[i], "load") == figure(layers[i + 1], "load")) continue;
      RC_ASSERT(layers[i].vector_ends.back() < layers[i + 1].vector_ends.front());
    }
    const auto programming = figure(ran->run, "programming_us");
    RC_ASSERT(static_cast<double>(ran->run.time.count()) * 1e-6 > programming);
  }));
}

}  // namespace
}  // namespace arch::memristor::test
