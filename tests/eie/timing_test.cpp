// SPDX-License-Identifier: Apache-2.0
// Closed forms, derived by hand. T is the cycle in which something happens, counted from 0.
#include <gtest/gtest.h>

#include "tests/eie/queue_machine.h"

namespace arch::eie::test {
namespace {

class EieTiming : public testing::TestWithParam<Engine> {
 protected:
  std::int64_t cycles(const LayerCase& layer) const { return run(layer, GetParam()).cycles(); }
};
INSTANTIATE_TEST_SUITE_P(Engines, EieTiming, testing::Values(Engine::decoupled, Engine::lockstep));

// One dense layer of ones, all inputs 1.
LayerCase dense(Config config, std::size_t rows, std::size_t columns) {
  return {config,
          Matrix({rows, columns}, 1),
          false,
          1,
          {columns, std::vector<std::int16_t>(columns, 1)}};
}

TEST_P(EieTiming, TheMachineEndsWhenTheLastVectorsOutputsAreWritten) {
  for (const int latency : {1, 4}) {
    auto config = with_processing_elements(2);
    config.broadcast_latency = latency;
    const auto result = run(dense(config, 6, 3), GetParam());
    EXPECT_EQ(result.time, result.vector_ends.back());
  }
}

// f cycles fill the source registers. T = f: broadcast; f + 1: taken; f + 7: its sum is written.
// Scanning k more rows without a non-zero ends at T = f + 1 + k, and the PE hears of it one later;
// writing one output back takes a cycle.
TEST_P(EieTiming, AProcessingElementThatWaitsForTheEndDrainsMeanwhile) {
  for (const int k : {0, 1, 4, 5, 6, 20}) {
    auto layer = dense(with_processing_elements(1), 1, static_cast<std::size_t>(k) + 1);
    for (std::size_t j = 1; j < layer.inputs.size; ++j) layer.inputs.values[j] = 0;
    const int f = (k + 1 + 3) / 4;
    EXPECT_EQ(cycles(layer), std::max(f + 7, f + 2 + k) + 1) << k;
  }
}

// T = 1: broadcast; T = 2: the pointer read finds nothing; T = 3: the end arrives.
TEST_P(EieTiming, AnEmptyColumnLeavesNothingToDrain) {
  auto layer = dense(with_processing_elements(1), 1, 1);
  layer.matrix(0, 0) = 0;
  EXPECT_EQ(cycles(layer), 4);
}

}  // namespace
}  // namespace arch::eie::test
