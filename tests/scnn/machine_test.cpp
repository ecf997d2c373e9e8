// SPDX-License-Identifier: Apache-2.0
// Whole convolutions: right sums, equal engines, cycles within bounds.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/reference/effectual_products.h"
#include "tests/scnn/convolution_case.h"

namespace arch::scnn::test {
namespace {

using sim::fabric::Engine;
using sim::workload::Convolution;

Convolution any_shape() {
  Convolution shape;
  shape.groups = *rc::gen::inRange(1, 3);
  shape.channels = shape.groups * *rc::gen::inRange(1, 4);
  shape.filters = shape.groups * *rc::gen::inRange(1, 6);
  shape.kernel_height = *rc::gen::inRange(1, 5);
  shape.kernel_width = *rc::gen::inRange(1, 5);
  shape.stride = *rc::gen::inRange(1, 4);
  shape.padding = *rc::gen::inRange(0, 3);
  shape.height = *rc::gen::inRange(std::max(1, shape.kernel_height - 2 * shape.padding), 14);
  shape.width = *rc::gen::inRange(std::max(1, shape.kernel_width - 2 * shape.padding), 14);
  return shape;
}

ConvolutionCase any_case() {
  auto c = make_case(any_shape(), *rc::gen::element(0.0, 0.05, 0.3, 1.0),
                     *rc::gen::element(0.0, 0.05, 0.5, 1.0), *rc::gen::inRange(1u, 1000u));
  if (*rc::gen::arbitrary<bool>()) {
    c.bias.assign(static_cast<std::size_t>(c.shape.filters), 11);
    c.bias.front() = 0;
  }
  if (*rc::gen::arbitrary<bool>()) {
    const auto one = c.images;
    c.images.insert(c.images.end(), one.rbegin(), one.rend());
  }
  return c;
}

// Small, so that groups, chunks and passes are many.
Config any_config() {
  auto config = isca2017();
  config.grid_rows = *rc::gen::inRange(1, 4);
  config.grid_columns = *rc::gen::inRange(1, 4);
  config.weights_per_vector = *rc::gen::inRange(1, 6);
  config.activations_per_vector = *rc::gen::inRange(1, 6);
  config.run_bits = *rc::gen::inRange(1, 5);
  config.weights_compressed = *rc::gen::inRange(0, 4) > 0;
  config.activations_compressed = *rc::gen::inRange(0, 4) > 0;
  config.fifo_vectors = *rc::gen::inRange(1, 12);
  config.chunk_vectors = *rc::gen::inRange(1, config.fifo_vectors + 1);
  config.banks = *rc::gen::element(1, 4, 7, 32);
  config.bank_entries = 400 / config.banks + *rc::gen::inRange(0, 40);
  config.queue_depth = *rc::gen::inRange(1, 6);
  config.merges = *rc::gen::arbitrary<bool>();
  config.activation_ram_bytes = *rc::gen::element(40, 100, 400, 10240);
  config.dram_gb_per_s = *rc::gen::element(0.3, 3.0, 50.0);
  config.halo_per_cycle = *rc::gen::inRange(1, 5);
  config.outputs_per_cycle = *rc::gen::inRange(1, 5);
  return config;
}

bool is_refused(const Config& config, const ConvolutionCase& c) {
  return !sim::machine::test::message_of([&] { run(config, c); }).empty();
}

RC_GTEST_PROP(ScnnMachine, OutputsEqualTheReferenceOnRandomConvolutions, ()) {
  const auto c = any_case();
  const auto config = any_config();
  RC_PRE(!is_refused(config, c));
  RC_ASSERT(run(config, c).sums == reference(c));
}

RC_GTEST_PROP(ScnnMachine, BothEnginesReportTheSame, ()) {
  const auto c = any_case();
  const auto config = any_config();
  RC_PRE(!is_refused(config, c));
  RC_ASSERT(same(run(config, c), run(config, c, Engine::lockstep)));
}

RC_GTEST_PROP(ScnnMachine, TimeCountsAndStallsNeedNoValuesButTheOutputsZeros, ()) {
  const auto c = any_case();
  const auto config = any_config();
  RC_PRE(!is_refused(config, c));
  RC_ASSERT(Scnn(config).counts_outputs());
  RC_ASSERT(same_without_values(run(config, c), run(config, c, Engine::decoupled, false)));
}

// Every non-zero activation of a channel meets every non-zero weight of it, in one PE.
RC_GTEST_PROP(ScnnMachine, MultipliesAllNonZerosOfAChannelWithEachOther, ()) {
  auto c = any_case();
  c.shape.stride = 1;
  c.images.resize(static_cast<std::size_t>(inputs_of(c.shape)));
  auto config = any_config();
  config.activation_ram_bytes = 1 << 20;
  RC_PRE(!is_refused(config, c));
  const auto result = run(config, c);
  RC_PRE(figure(result, "passes") == 1);
  const auto area = static_cast<std::size_t>(c.shape.kernel_area());
  const auto plane = static_cast<std::ptrdiff_t>(c.shape.height) * c.shape.width;
  std::int64_t expected = 0;
  for (int channel = 0; channel < c.shape.channels; ++channel) {
    const auto first = c.images.begin() + channel * plane;
    const auto active = plane - std::count(first, first + plane, 0);
    const int group = channel / c.shape.channels_per_group();
    for (int k = 0; k < c.shape.filters_per_group(); ++k) {
      const auto filter = static_cast<std::size_t>(group * c.shape.filters_per_group() + k);
      const auto at = filter * static_cast<std::size_t>(c.shape.channels_per_group()) +
                      static_cast<std::size_t>(channel % c.shape.channels_per_group());
      const auto weights = std::span(c.weights).subspan(at * area, area);
      expected +=
          active * std::count_if(weights.begin(), weights.end(), [](int w) { return w != 0; });
    }
  }
  RC_ASSERT(figure(result, "products") == double(expected));
}

// Of an image of zeros nothing is written to the output RAM.
TEST(ScnnMachine, WritesTheNonZeroOutputsOfEveryImage) {
  const auto c = make_case({4, 8, 8, 8, 3, 3, 1, 1}, 0.5, 0.5);
  const std::vector<std::int16_t> zeros(c.images.size());
  const auto writes = [&](std::vector<std::vector<std::int16_t>> images) {
    auto these = c;
    these.images.clear();
    for (const auto& image : images) {
      these.images.insert(these.images.end(), image.begin(), image.end());
    }
    const auto with = run(isca2017(), these), without = run(isca2017(), these, {}, false);
    const auto* const ram = "processing_element/activation_rams/output_ram";
    EXPECT_EQ(count(with, ram, "write"), count(without, ram, "write"));
    return count(with, ram, "write");
  };
  const auto one = writes({c.images});
  EXPECT_GT(one, 0);
  EXPECT_EQ(writes({zeros}), 0);
  EXPECT_EQ(writes({c.images, zeros}), one);
  EXPECT_EQ(writes({zeros, c.images}), one);
}

RC_GTEST_PROP(ScnnMachine, TakesNoFewerCyclesThanItsMultipliersNeed, ()) {
  const auto c = any_case();
  const auto config = any_config();
  RC_PRE(!is_refused(config, c));
  const auto result = run(config, c);
  RC_ASSERT(double(result.cycles()) * result.mac_slots_per_cycle >= double(result.macs_effectual));
  RC_ASSERT(account_for_all_time(result.blocks, result.time));
}

TEST(ScnnMachine, OutputsThatSeeOnlyPaddingAreTheirBias) {
  auto c = make_case({1, 1, 1, 1, 1, 1, 3, 1}, 1, 1);  // the only output row is above the plane
  c.bias = {5};
  const auto result = run(isca2017(), c);
  EXPECT_EQ(result.sums, reference(c));
  EXPECT_EQ(result.sums, (std::vector<std::int64_t>{15}));
  EXPECT_EQ(result.macs_effectual, 0);
}

TEST(ScnnMachine, RunsFullyConnectedLayersThatFitNoSingleRam) {
  auto config = isca2017();
  config.activation_ram_bytes = 200;  // 80 elements, of 500 in all
  const auto c = make_case({1000, 1, 1, 30, 1, 1}, 0.3, 0.5);
  const auto result = run(config, c);
  EXPECT_EQ(result.sums, reference(c));
  // The broadcast of one vector per cycle is the limit, whatever the number of PEs.
  EXPECT_LT(figure(result, "multiplier_utilization"), 4.0 / 1024);
}

TEST(ScnnMachine, CountsTheProductsOfNonZerosThatBelongToOutputs) {
  const auto c = make_case({3, 9, 7, 4, 3, 3, 2, 1, 1}, 0.5, 0.5);
  std::int64_t products = 0;
  // Every output's non-zero pairs, counted with ones in place of values.
  auto ones = c;
  for (auto& w : ones.weights) w = w != 0;
  for (auto& a : ones.images) a = a != 0;
  for (const auto sum : reference(ones)) products += sum;
  EXPECT_EQ(run(isca2017(), c).macs_effectual, products);
}

}  // namespace
}  // namespace arch::scnn::test
