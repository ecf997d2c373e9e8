// SPDX-License-Identifier: Apache-2.0
// The Google LSTM on the paper's machine: what docs/machines/ese.md says of it.
#include <gtest/gtest.h>

#include "sim/workload/network_reader.h"
#include "tests/ese/lstm_case.h"

namespace arch::ese::test {
namespace {

LstmCase google(const std::string& name) {
  const auto network = sim::workload::read_network(
      std::string(NZSIM_SOURCE_DIR "/workloads/google-lstm") + name + ".json");
  const auto& layer = network.layers.at(0);
  return {fpga2017(), layer, load_lstm_weights(layer), load_activations(layer)};
}

TEST(EseShipped, TheGoogleLstmHasItsWeightsAndEqualsTheReference) {
  const auto one = google("");
  EXPECT_EQ(macs_of(one.layer.shape), 3248128);
  EXPECT_EQ(one.inputs.count(), 32u);
  const auto result = run(one);
  EXPECT_EQ(result.sums, reference(one));
  // Outputs are neither all small nor saturated.
  const auto [least, most] = std::minmax_element(result.sums.begin(), result.sums.end());
  EXPECT_LT(*least, -2000);
  EXPECT_GT(*most, 2000);
  EXPECT_GT(*least, -32768);
  EXPECT_LT(*most, 32767);
}

TEST(EseShipped, BalancedPruningGivesEveryPeTheSameAndTheProjectionNoPadding) {
  const auto one = google("");
  const auto mapping = map_layer(one.config, one.layer, one.weights, 32);
  for (const auto& mapped : mapping.matrices) {
    for (const auto nonzeros : mapped.nonzeros) EXPECT_EQ(nonzeros, mapped.nonzeros[0]);
  }
  EXPECT_EQ(mapping.matrices[8].words, 1638);
  EXPECT_EQ(mapping.matrices[8].encoded.fillers(), 0);
  EXPECT_EQ(mapping.matrices[8].encoded.padding(), 0);
}

TEST(EseShipped, APassOver1024CellsTakesThePublishedCycles) {
  const auto result = run(google(""));
  for (const auto* name : {"Wix", "Wfx", "Wcx", "Wox", "o"}) {
    EXPECT_EQ(cycles_of(result, name), 1072) << name;
  }
}

TEST(EseShipped, SeveralStepsTakeTheirTimeEach) {
  auto one = google("");
  one.shape().steps = 3;
  one.inputs = {one.inputs.size * 3, one.inputs.values};
  one.inputs.values.resize(one.inputs.size * 10);
  const auto once = run(google("")), thrice = run(one);
  EXPECT_EQ(thrice.sums, reference(one));
  const auto step = figure(once, "step_time_us");
  EXPECT_NEAR(figure(thrice, "step_time_us"), step, 0.001 * step);
  EXPECT_EQ(figure(thrice, "initial_time_us"), figure(once, "initial_time_us"));
}

TEST(EseShipped, BothEnginesReportTheSame) {
  const auto one = google("-unbalanced");
  EXPECT_TRUE(same(run(one), run(one, Engine::lockstep)));
}

}  // namespace
}  // namespace arch::ese::test
