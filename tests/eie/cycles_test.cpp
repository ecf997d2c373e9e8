// SPDX-License-Identifier: Apache-2.0
// The machine's time against a second, cycle-by-cycle model of the published semantics.
#include <gtest/gtest.h>

#include "tests/eie/queue_machine.h"

namespace arch::eie::test {
namespace {

TEST(EieCycles, EqualTheStepByStepModelOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(1000, [](const LayerCase& layer) {
    RC_ASSERT(timing_of(run(layer)) == step_by_step(layer));
  }));
}

TEST(EieCycles, EqualTheStepByStepModelInLockstepToo) {
  EXPECT_TRUE(holds_for_random_layers(400, [](const LayerCase& layer) {
    RC_ASSERT(timing_of(run(layer, Engine::lockstep)) == step_by_step(layer));
  }));
}

}  // namespace
}  // namespace arch::eie::test
