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

bool same(const LayerRun& a, const LayerRun& b) {
  if (a.time != b.time || a.vector_ends != b.vector_ends || a.sums != b.sums) return false;
  if (a.macs_effectual != b.macs_effectual || a.blocks.size() != b.blocks.size()) return false;
  for (std::size_t i = 0; i < a.blocks.size(); ++i) {
    const auto &x = a.blocks[i], &y = b.blocks[i];
    if (x.kind != y.kind || x.busy != y.busy || x.idle != y.idle) return false;
    if (x.stalls.size() != y.stalls.size()) return false;
    for (std::size_t s = 0; s < x.stalls.size(); ++s) {
      if (x.stalls[s].by != y.stalls[s].by || x.stalls[s].time != y.stalls[s].time) return false;
    }
  }
  for (std::size_t i = 0; i < a.figures.size(); ++i) {
    if (a.figures[i].value != b.figures[i].value) return false;
  }
  for (std::size_t i = 0; i < a.ledger.accounts().size(); ++i) {
    const auto &x = a.ledger.accounts()[i], &y = b.ledger.accounts()[i];
    for (std::size_t e = 0; e < x.events.size(); ++e) {
      if (x.events[e].count != y.events[e].count) return false;
    }
  }
  return true;
}

TEST(PcnnMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](const LayerCase& layer) {
    RC_ASSERT(same(run(layer), run(layer, Engine::lockstep)));
  }));
}

TEST(PcnnMachine, TakesTheCyclesOfThePlainRecursion) {
  EXPECT_TRUE(holds_for_random_layers(
      400, true, [](const LayerCase& layer) { RC_ASSERT(cycles(layer) == plain_time(layer)); }));
}

TEST(PcnnMachine, TimeOfEveryBlockAddsUp) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    for (const auto& block : result.blocks) {
      auto sum = block.busy + block.idle;
      for (const auto& stall : block.stalls) sum += stall.time;
      RC_ASSERT(sum == block.instances * result.time);
    }
  }));
}

TEST(PcnnMachine, CountsTheProductsOfNonZeros) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(result.macs_effectual ==
              sim::reference::effectual_products(layer.shape, layer.matrix(), layer.inputs));
    RC_ASSERT(result.macs_effectual <= result.cycles() * result.mac_slots_per_cycle);
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
