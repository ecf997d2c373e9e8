// SPDX-License-Identifier: Apache-2.0
// Whole layers on random machines: right sums, equal engines, cycles to the letter.
#include <gtest/gtest.h>

#include "sim/reference/effectual_products.h"
#include "tests/pcnn/plain_time.h"

namespace arch::pcnn::test {
namespace {

TEST(PcnnMachine, OutputsEqualTheReference) {
  EXPECT_TRUE(holds_for_random_layers(
      400, false, [](const LayerCase& layer) { RC_ASSERT(run(layer).sums == reference(layer)); }));
}

TEST(PcnnMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](const LayerCase& layer) {
    RC_ASSERT(same(run(layer), run(layer, Engine::lockstep)));
  }));
}

TEST(PcnnMachine, TimeCountsAndStallsNeedNoValues) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](const LayerCase& layer) {
    for (const auto engine : {Engine::decoupled, Engine::lockstep}) {
      RC_ASSERT(same_without_values(run(layer), run(layer, engine, false)));
    }
  }));
}

TEST(PcnnMachine, TakesTheCyclesOfThePlainRecursion) {
  EXPECT_TRUE(holds_for_random_layers(
      400, true, [](const LayerCase& layer) { RC_ASSERT(cycles(layer) == plain_time(layer)); }));
}

TEST(PcnnMachine, RefusesAnLstm) {
  sim::workload::Layer layer;
  layer.shape = sim::workload::Lstm{4, 4};
  EXPECT_EQ(Pcnn(dac2020()).refusal(layer),
            "PCNN runs convolutions and fully connected layers, not an LSTM");
  layer.shape = sim::workload::FullyConnected{4, 4};
  EXPECT_EQ(Pcnn(dac2020()).refusal(layer), "");
}

TEST(PcnnMachine, TimeOfEveryBlockAddsUp) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(account_for_all_time(result.blocks, result.time));
  }));
}

TEST(PcnnMachine, CountsTheProductsOfNonZeros) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(result.macs_effectual ==
              sim::reference::effectual_products(layer.shape, layer.matrix(), layer.inputs));
    RC_ASSERT(double(result.macs_effectual) <=
              double(result.cycles()) * result.mac_slots_per_cycle);
  }));
}

TEST(PcnnMachine, ImagesFollowEachOther) {
  auto layer = pruned(bare(2), {3, 6, 6, 4, 3, 3, 1, 1}, 2);
  const auto once = run(layer);
  const auto image = layer.inputs.values;
  layer.inputs.values.insert(layer.inputs.values.end(), image.begin(), image.end());
  const auto twice = run(layer);
  ASSERT_EQ(twice.vector_ends.size(), 2u);
  EXPECT_EQ(twice.vector_ends[0], once.time);
  EXPECT_EQ(twice.vector_ends[1], twice.time);
  EXPECT_LT(twice.time, 2 * once.time);
}

}  // namespace
}  // namespace arch::pcnn::test
