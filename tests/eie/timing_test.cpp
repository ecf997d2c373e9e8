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

}  // namespace
}  // namespace arch::eie::test
