// SPDX-License-Identifier: Apache-2.0
// Whole layers on random machines: right sums, equal engines, time within closed forms.
#include <gtest/gtest.h>

#include <bit>

#include "sim/reference/effectual_products.h"
#include "tests/cap_ram/layer_case.h"
#include "tests/cap_ram/plain_time.h"

namespace arch::cap_ram::test {
namespace {

TEST(CapRamMachine, DigitalMacrosEqualTheReference) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto sums = run(layer).sums;
    RC_ASSERT(sums == reference(layer));
    RC_ASSERT(sums == definition(layer));
    RC_ASSERT(layer.config.exact());
  }));
}

TEST(CapRamMachine, MacrosWithConvertersEqualTheirDefinition) {
  EXPECT_TRUE(holds_for_random_layers(
      300, true, [](const LayerCase& layer) { RC_ASSERT(run(layer).sums == definition(layer)); }));
}

// The range ends at the next power of two above the largest sum, and every sum has a code.
TEST(CapRamMachine, WithACodeForEverySumTheyEqualTheReference) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& drawn) {
    auto layer = drawn;
    auto& config = layer.config;
    config.conversion = Conversion::sar;
    config.step = Step::mid_tread;
    const int bits =
        static_cast<int>(std::bit_width(static_cast<std::uint64_t>(config.largest_sum())));
    const auto range = std::int64_t{1} << bits;
    config.gain = static_cast<double>(config.largest_sum()) / static_cast<double>(range);
    const bool one_ended = config.encoding == Encoding::unipolar;
    config.conversion_bits = bits + (one_ended ? 0 : 1) + *rc::gen::inRange(0, 3);
    RC_PRE(config.full_scale() == range);
    RC_ASSERT(config.exact());
    const auto result = run(layer);
    RC_ASSERT(result.sums == reference(layer));
    RC_ASSERT(figure(result, "clipped_conversions") == 0.0);
    --config.conversion_bits;
    config.gain *= 2;
    RC_ASSERT(!config.exact());
  }));
}

TEST(CapRamMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_layers(100, true, [](const LayerCase& layer) {
    RC_ASSERT(same(run(layer), run(layer, Engine::lockstep)));
  }));
}

TEST(CapRamMachine, DigitalMacrosNeedNoValuesForTimeCountsAndStalls) {
  EXPECT_TRUE(holds_for_random_layers(100, true, [](LayerCase layer) {
    auto& c = layer.config;
    c.conversion = Conversion::digital;
    c.noise_lsb = c.gain_sigma = c.offset_sigma_lsb = c.curve_lsb = c.capacitor_sigma = 0;
    RC_PRE(c.contradictions().empty());
    RC_ASSERT(CapRam(c).needs_values().empty());
    RC_ASSERT(same_without_values(run(layer), run(layer, Engine::decoupled, false)));
  }));
}

TEST(CapRamMachine, ConvertersNeedValues) {
  EXPECT_EQ(CapRam(jssc2021()).needs_values(), "a converter's energy depends on its codes");
}

TEST(CapRamMachine, TakesTheCyclesOfThePlainRecursion) {
  EXPECT_TRUE(holds_for_random_layers(
      300, false, [](const LayerCase& layer) { RC_ASSERT(cycles(layer) == plain_time(layer)); }));
}

TEST(CapRamMachine, TimeOfEveryBlockAddsUp) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(account_for_all_time(result.blocks, result.time));
  }));
}

TEST(CapRamMachine, CountsTheProductsOfNonZeros) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(result.macs_effectual ==
              sim::reference::effectual_products(layer.shape, layer.matrix(), layer.inputs));
    RC_ASSERT(double(result.macs_effectual) <=
              double(result.cycles()) * result.mac_slots_per_cycle);
  }));
}

TEST(CapRamMachine, RefusesAnLstm) {
  sim::workload::Layer layer;
  layer.shape = sim::workload::Lstm{4, 4};
  EXPECT_EQ(CapRam(jssc2021()).refusal(layer),
            "CAP-RAM runs convolutions and fully connected layers, not an LSTM");
  layer.shape = sim::workload::FullyConnected{4, 4};
  EXPECT_EQ(CapRam(jssc2021()).refusal(layer), "");
}

// -1 is in a circuit of its own, in the same slice or in the one beside.
TEST(CapRamMachine, ANegativeDigitHasTheCapacitorOfItsOwnCircuit) {
  for (const auto pair : {PairOver::circuits, PairOver::slices}) {
    auto plus = ones(shipped("jssc2021_differential"), 100, 3);
    plus.config.pair_over = pair;
    plus.config.step = Step::mid_tread;
    plus.config.conversion_bits = 14;
    plus.config.capacitor_sigma = 0.3;
    for (std::size_t i = 0; i < 100; ++i) plus.inputs.values[i] = i % 8;
    auto minus = plus;
    for (auto& weight : minus.weights.values()) weight = -1;
    const auto of_plus = run(plus).sums, of_minus = run(minus).sums;
    EXPECT_EQ(of_plus, definition(plus));
    EXPECT_EQ(of_minus, definition(minus));
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NE(of_minus[k], -of_plus[k]);
  }
}

// Noise depends on where a conversion is, not on the machine's size.
TEST(CapRamMachine, NoiseIsTheSameOnAnyNumberOfMacros) {
  auto layer = ones(jssc2021(), {3, 6, 6, 40, 3, 3, 1, 1});
  layer.config.noise_lsb = 2;
  const auto one = run(layer).sums;
  layer.config.macros = 3;
  EXPECT_EQ(run(layer).sums, one);
  layer.config.seed = 2;
  EXPECT_NE(run(layer).sums, one);
}

}  // namespace
}  // namespace arch::cap_ram::test
