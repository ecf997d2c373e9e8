// SPDX-License-Identifier: Apache-2.0
// Numbers that every compiler and build type must reproduce, from the synthesis of the weights to
// the last cycle.
#include <gtest/gtest.h>

#include "sim/workload/synthesis.h"
#include "tests/eie/queue_machine.h"

namespace arch::eie::test {
namespace {

// 600 outputs, 500 inputs, as EIE's benchmark layers are synthesised.
LayerCase golden_layer(const Config& config) {
  const sim::workload::Synthesis weights{0.1, 0.13, 0.1, 1}, bias{1, 0, 0, 1};
  const auto matrix =
      sim::workload::synthesise_weights(600, 501, weights, &bias, {16, 4, {}}, "golden/weights");
  const auto inputs = sim::workload::synthesise_activations(2, 500, {0.35, 0, 0, 1}, {16, 0, {}},
                                                            "golden/activations");
  return {config, matrix.decode(), true, 4096, {500, inputs}};
}

// Longer slices, which need fillers, in 3 x 2 batches.
Config eight_processing_elements() {
  auto config = with_processing_elements(8);
  config.activation_registers = 32;
  return config;
}

std::uint64_t checksum(const std::vector<std::int64_t>& sums) {
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (const auto sum : sums) {
    hash = (hash ^ static_cast<std::uint64_t>(sum)) * 1099511628211u;
  }
  return hash;
}

class EieGolden : public testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, EieGolden, testing::Values(Engine::decoupled, Engine::lockstep));

TEST_P(EieGolden, ASynthesisedLayerOnSixtyFourProcessingElements) {
  const auto result = run(golden_layer(isca2016()), GetParam());
  EXPECT_EQ(result.vector_ends, (std::vector<sim::Time>{sim::Time{355000}, sim::Time{705000}}));
  EXPECT_EQ(result.cycles(), 564);
  EXPECT_EQ(figure(result, "entries"), 22049);
  EXPECT_EQ(figure(result, "fillers"), 0);
  EXPECT_EQ(figure(result, "broadcasts"), 352);
  EXPECT_EQ(figure(result, "bypasses"), 1400);
  EXPECT_EQ(checksum(result.sums), 9325972745698805109u);
}

TEST_P(EieGolden, TheSameLayerInBatchesOnEightProcessingElements) {
  const auto result = run(golden_layer(eight_processing_elements()), GetParam());
  EXPECT_EQ(result.cycles(), 3365);
  EXPECT_EQ(figure(result, "entries"), 23797);
  EXPECT_EQ(figure(result, "fillers"), 1748);
  EXPECT_EQ(figure(result, "broadcasts"), 1056);
  EXPECT_EQ(figure(result, "bypasses"), 179);
  EXPECT_EQ(checksum(result.sums), 9325972745698805109u);
}

TEST_P(EieGolden, TheirTimesEqualTheStepByStepModel) {
  for (const auto& config : {isca2016(), eight_processing_elements()}) {
    const auto layer = golden_layer(config);
    EXPECT_EQ(timing_of(run(layer, GetParam())), step_by_step(layer));
  }
}

}  // namespace
}  // namespace arch::eie::test
