// SPDX-License-Identifier: Apache-2.0
// Whole networks on random machines: right sums, equal engines, times to the letter.
#include <gtest/gtest.h>

#include "arch/memristor/network.h"
#include "tests/memristor/plain_time.h"

namespace arch::memristor::test {
namespace {

TEST(MemristorMachine, OutputsEqualTheReferenceWhereTheAdcHasEverySum) {
  EXPECT_TRUE(holds_for_random_networks(150, true, [](const NetworkCase& network) {
    const auto ran = run(network);
    RC_ASSERT(network.config.lossless());
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
      RC_ASSERT(ran.sums[i] == reference(network.layers[i]));
      RC_ASSERT(figure(ran.run.layers[i], "clips") == 0);
    }
  }));
}

TEST(MemristorMachine, OutputsEqualTheirDefinitionWhereTheAdcClips) {
  EXPECT_TRUE(holds_for_random_networks(60, false, [](const NetworkCase& network) {
    const auto ran = run(network);
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
      RC_ASSERT(ran.sums[i] == definition(network.config, network.layers[i]));
    }
  }));
}

TEST(MemristorMachine, OutputsOfRealDevicesEqualTheirDefinition) {
  EXPECT_TRUE(holds_for_random_networks(30, false, [](NetworkCase network) {
    auto& config = network.config;
    config.ideal = false;
    config.devices.variation = Variation::log_normal;
    config.devices.sigma = 0.1;
    config.devices.read_noise = 0.01;
    config.on_off_ratio = 10;
    config.seed = 7;
    RC_ASSERT(!config.lossless());
    const auto ran = run(network);
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
      RC_ASSERT(ran.sums[i] == definition(config, network.layers[i]));
    }
  }));
}

TEST(MemristorMachine, OutputsOfRealDevicesFollowTheirSeed) {
  auto config = shipped("isaac-ce");
  config.ideal = false;
  const auto layer = layer_of_ones("one", FullyConnected{100, 8});
  const auto sums = [&](std::int64_t seed) {
    config.seed = seed;
    return run({config, {layer}}).sums.front();
  };
  EXPECT_EQ(sums(1), reference(layer));  // no effect has any strength
  config.devices.variation = Variation::log_normal;
  config.devices.sigma = 0.1;
  EXPECT_NE(sums(1), reference(layer));
  EXPECT_EQ(sums(1), sums(1));
  EXPECT_NE(sums(1), sums(2));
  config.ideal = true;
  EXPECT_EQ(sums(1), reference(layer));
  config.ideal = false;
  config.devices = {};
  config.on_off_ratio = 2;  // each row adds to every column
  EXPECT_NE(sums(1), reference(layer));
  config.devices.reference_column = true;
  EXPECT_EQ(sums(1), reference(layer));
}

TEST(MemristorMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_networks(100, true, [](const NetworkCase& network) {
    const auto a = run(network), b = run(network, Engine::lockstep);
    RC_ASSERT(a.run.time == b.run.time);
    RC_ASSERT(a.run.image_ends == b.run.image_ends);
    RC_ASSERT(a.run.bottleneck == b.run.bottleneck);
    for (std::size_t i = 0; i < a.run.layers.size(); ++i) {
      RC_ASSERT(a.run.layers[i].vector_ends == b.run.layers[i].vector_ends);
      RC_ASSERT(same(a.run.layers[i].blocks, b.run.layers[i].blocks));
    }
  }));
}

TEST(MemristorMachine, WithoutLossTimeCountsAndStallsNeedNoValues) {
  EXPECT_TRUE(holds_for_random_networks(100, true, [](const NetworkCase& network) {
    RC_ASSERT(Memristor(network.config).needs_values().empty());
    const auto a = run(network), b = run(network, Engine::decoupled, false);
    RC_ASSERT(a.run.time == b.run.time);
    RC_ASSERT(a.run.image_ends == b.run.image_ends);
    RC_ASSERT(a.run.bottleneck == b.run.bottleneck);
    for (std::size_t i = 0; i < a.run.layers.size(); ++i) {
      RC_ASSERT(b.sums[i].empty());
      RC_ASSERT(same_without_values(a.run.layers[i], b.run.layers[i]));
    }
  }));
}

TEST(MemristorMachine, WithLossesLayersTakeWhatTheOnesBeforeGaveAndNeedValues) {
  auto config = shipped("isaac-ce");
  config.design.adc.bits = 2;
  EXPECT_EQ(Memristor(config).needs_values(),
            "outputs are not the reference's, and the next layer takes them");
}

TEST(MemristorMachine, TakesTheTimeOfThePlainRecursion) {
  EXPECT_TRUE(holds_for_random_networks(150, true, [](NetworkCase network) {
    auto& config = network.config;
    config.tiles = 4096;
    config.images_counted = false;
    Network job(config);
    for (const auto& layer : network.layers) {
      const auto matrix = layer.matrix();
      job.compute({layer.layer, matrix, layer.inputs});
    }
    const auto plan = plan_network(config, job.layers());
    RC_PRE(plan.chips == 1);
    const auto images =
        static_cast<std::int64_t>(network.layers.front().inputs.count()) * config.rounds;
    const auto run = job.run(Engine::decoupled, nullptr);
    const auto ends = plain_ends(config, job.layers(), plan, images);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      RC_ASSERT(run.layers[i].vector_ends.back() / run.period == ends[i]);
    }
  }));
}

TEST(MemristorMachine, TimeOfEveryBlockAddsUp) {
  EXPECT_TRUE(holds_for_random_networks(50, true, [](const NetworkCase& network) {
    const auto ran = run(network);
    for (const auto& layer : ran.run.layers) {
      RC_ASSERT(account_for_all_time(layer.blocks, ran.run.time));
    }
  }));
}

// No layer is faster than its copies, and the arrays do what the windows need.
TEST(MemristorMachine, IsNotFasterThanItsCopies) {
  EXPECT_TRUE(holds_for_random_networks(50, true, [](const NetworkCase& network) {
    const auto ran = run(network);
    const auto images =
        static_cast<double>(network.layers.front().inputs.count()) * network.config.rounds;
    for (const auto& layer : ran.run.layers) {
      const auto windows = std::ceil(figure(layer, "windows") * images / figure(layer, "copies"));
      const auto least = figure(layer, "cycles_per_window") * windows / 2;
      RC_ASSERT(static_cast<double>(ran.run.time / ran.run.period) >= std::floor(least));
    }
  }));
}

TEST(MemristorMachine, ALayerAloneIsANetworkOfOne) {
  const auto layer = layer_of_ones("one", FullyConnected{5, 3});
  const auto config = shipped("isaac-ce");
  const auto matrix = layer.matrix();
  const auto run = Memristor(config).run({layer.layer, matrix, layer.inputs});
  EXPECT_EQ(run.sums, (std::vector<std::int64_t>{5, 5, 5}));
  EXPECT_EQ(run.cycles(), cycles(config, layer));
}

TEST(MemristorMachine, RefusesAnLstm) {
  sim::workload::Layer layer;
  layer.shape = sim::workload::Lstm{4, 4, 0, false, 1};
  EXPECT_EQ(Memristor(shipped("isaac-ce")).refusal(layer),
            "the memristor machine runs convolutions and fully connected layers, not an LSTM");
}

TEST(MemristorMachine, RefusesInputsThatItsFormatDoesNotHold) {
  auto config = shipped("isaac-ce");
  config.design.input = {4, false, 1};
  auto layer = layer_of_ones("first", FullyConnected{2, 1});
  layer.inputs.values = {3, 16};
  EXPECT_EQ(refusal({config, {layer}}),
            "input 16 is not from 0 to 15 (inputs/bits 4, inputs/signed false)");
  layer.inputs.values = {-1, 15};
  EXPECT_EQ(refusal({config, {layer}}),
            "input -1 is not from 0 to 15 (inputs/bits 4, inputs/signed false)");
  layer.inputs.values = {0, 15};
  EXPECT_EQ(refusal({config, {layer}}), "");
}

TEST(MemristorMachine, RefusesFragmentsOfBothSigns) {
  auto config = shipped("isaac-ce");
  config.design.encoding = Encoding::fragments;
  config.design.fragment_rows = 2;
  auto layer = layer_of_ones("first", FullyConnected{130, 1});
  layer.weights(0, 129) = -1;
  EXPECT_EQ(refusal({config, {layer}}),
            "rows 128 to 129 of the arrays (weights/bits 16, encoding/fragment_rows 2): 1 of 1 "
            "fragments have weights of both signs; the first is inputs 0 to 1 of output 0");
}

TEST(MemristorMachine, RefusesWeightsThatItsFormatDoesNotHold) {
  auto config = shipped("isaac-ce");
  config.design.weight.bits = 4;
  auto layer = layer_of_ones("first", FullyConnected{2, 1});
  layer.weights(0, 1) = 8;
  EXPECT_EQ(refusal({config, {layer}}),
            "rows 0 to 1 of the arrays (weights/bits 4): 1 of 2 weights are outside the two's "
            "complement of 4 bits, -8 to 7; the first is 8 (input 1, output 0)");
}

TEST(MemristorMachine, RefusesLayersOfDifferentNumbersOfVectors) {
  auto two = layer_of_ones("second", FullyConnected{3, 1});
  two.inputs.values.resize(6, 1);
  EXPECT_EQ(refusal({shipped("isaac-ce"), {layer_of_ones("first", FullyConnected{2, 3}), two}}),
            "2 input vectors, but layer \"first\" has 1: layers of a pipeline run the same number");
}

TEST(MemristorMachine, RefusesWeightsThatNeedMoreArraysThanThereAre) {
  auto config = shipped("isaac-ce");
  config.chips = 2;
  config.tiles = 1;
  config.units = 3;
  EXPECT_EQ(refusal({config, {layer_of_ones("large", FullyConnected{128 * 49, 16})}}),
            "1 layers take 49 arrays in 7 units once, but 2 chips have 6 units (chips x tiles x "
            "units): more chips, or mapping/short_of_arrays \"reload\"");
  EXPECT_EQ(refusal({config, {layer_of_ones("large", FullyConnected{128 * 48, 16})}}), "");
}

}  // namespace
}  // namespace arch::memristor::test
