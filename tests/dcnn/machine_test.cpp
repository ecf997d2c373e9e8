// SPDX-License-Identifier: Apache-2.0
// The whole machine on random layers: outputs, engines, time, bounds, accounts.
#include <gtest/gtest.h>

#include <set>

#include "tests/dcnn/layer_case.h"
#include "tests/dcnn/plain_time.h"

namespace arch::dcnn::test {
namespace {

std::vector<std::int64_t> reference(const LayerCase& layer) {
  return sim::machine::test::reference(layer.shape, layer.weights, layer.inputs);
}

TEST(DcnnMachine, OutputsEqualTheReferenceOnRandomLayers) {
  int streamed = 0, layers = 0;
  EXPECT_TRUE(holds_for_random_layers(1000, false, [&](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(result.sums == reference(layer));
    streamed += figure(result, "through_dram") == 1;
    ++layers;
  }));
  // Of both kinds there are enough.
  EXPECT_GT(streamed, layers / 20);
  EXPECT_LT(streamed, layers - layers / 20);
}

TEST(DcnnMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_layers(400, false, [](const LayerCase& layer) {
    RC_ASSERT(same(run(layer), run(layer, Engine::lockstep)));
  }));
}

TEST(DcnnMachine, TimeCountsAndStallsNeedNoValues) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](LayerCase layer) {
    layer.config.compresses_activations = false;
    RC_ASSERT(Dcnn(layer.config).needs_values().empty());
    RC_ASSERT(same_without_values(run(layer), run(layer, Engine::decoupled, false)));
  }));
}

TEST(DcnnMachine, OutputsThatAreCompressedForDramNeedValues) {
  auto config = isca2017();
  config.compresses_activations = true;
  EXPECT_EQ(Dcnn(config).needs_values(),
            "outputs are compressed by their zeros on their way to DRAM");
}

TEST(DcnnMachine, TakesAsLongAsAPlainModelOnRandomLayersThatFit) {
  EXPECT_TRUE(holds_for_random_layers(1500, true, [](const LayerCase& layer) {
    const auto mapping = layer.mapping();
    RC_ASSERT(!mapping.through_dram);
    RC_ASSERT(cycles(layer) == plain_time(layer, mapping));
  }));
}

// Products that a dense machine makes, padding and bias included.
std::int64_t dense_products(const LayerCase& layer) {
  return outputs_of(layer.shape) * layer.weights.matrix.columns * layer.images();
}

TEST(DcnnMachine, StaysWithinItsBoundsOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(500, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    const auto products = dense_products(layer);
    RC_ASSERT(figure(result, "multiplications") == double(products));
    RC_ASSERT(double(result.cycles()) * result.mac_slots_per_cycle >= double(products));
    RC_ASSERT(figure(result, "ideal_cycles") == double(products) / result.mac_slots_per_cycle);
    RC_ASSERT(result.macs_effectual <= products);
    const auto bytes = figure(result, "dram_weight_bytes") + figure(result, "dram_input_bytes") +
                       figure(result, "dram_output_bytes");
    RC_ASSERT(double(result.cycles()) >= bytes / layer.config.dram_bytes_per_cycle());
    RC_ASSERT(result.vector_ends.size() == layer.inputs.count());
    RC_ASSERT(result.vector_ends.back() <= result.time);
  }));
}

TEST(DcnnMachine, StreamsAllWeightsForEveryPassAndAllOutputsOnce) {
  EXPECT_TRUE(holds_for_random_layers(300, false, [](const LayerCase& layer) {
    auto plain = layer;
    plain.config.compresses_activations = false;
    const auto result = run(plain);
    const auto passes = figure(result, "passes") * layer.images();
    const double weights = layer.shape.filters * double(layer.weights.matrix.columns);
    RC_ASSERT(figure(result, "dram_weight_bytes") == 2 * weights * passes);
    const bool streamed = figure(result, "through_dram") == 1;
    RC_ASSERT(streamed || figure(result, "passes") == 1);
    RC_ASSERT(figure(result, "dram_output_bytes") ==
              (streamed ? 2.0 * double(outputs_of(layer.shape)) * layer.images() : 0));
  }));
}

// A non-zero product for every pair of operands that both differ from 0, counted one by one.
std::int64_t effectual(const LayerCase& layer) {
  auto ones = layer;
  for (auto& weight : ones.weights.matrix.value) weight = 1;
  for (auto& input : ones.inputs.values) input = input != 0;
  ones.weights.bias_input = layer.weights.bias_input != 0;
  std::int64_t products = 0;
  for (const auto sum : reference(ones)) products += sum;
  return products;
}

TEST(DcnnMachine, CountsEffectualAndGatedProductsOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(300, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    const auto products = effectual(layer);
    RC_ASSERT(result.macs_effectual == products);
    const auto gated = layer.config.gates_zeros ? dense_products(layer) - products : 0;
    const std::string multiplier = "processing_element/multiplier_array/multiplier";
    RC_ASSERT(count(result, multiplier, "gated") == gated);
    RC_ASSERT(count(result, multiplier, "multiply") == dense_products(layer) - gated);
    RC_ASSERT(figure(result, "gated_multiplications") == double(gated));
  }));
}

TEST(DcnnMachine, GatingChangesNoCycleAndCodingNoneOfALayerThatFits) {
  EXPECT_TRUE(holds_for_random_layers(200, true, [](const LayerCase& layer) {
    auto other = layer;
    other.config.gates_zeros = !layer.config.gates_zeros;
    other.config.compresses_activations = !layer.config.compresses_activations;
    RC_ASSERT(cycles(other) == cycles(layer));
  }));
}

// Every cycle of every block is one of busy, idle and stalled.
TEST(DcnnMachine, BlocksAccountForEveryCycleOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(300, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(account_for_all_time(result.blocks, result.time));
    std::set<std::string> kinds;
    for (const auto& block : result.blocks) kinds.insert(block.kind);
    RC_ASSERT(kinds ==
              (std::set<std::string>{"layer_sequencer", "activation_loader", "output_writer",
                                     "processing_element", "post_processing_unit"}));
  }));
}

}  // namespace
}  // namespace arch::dcnn::test
