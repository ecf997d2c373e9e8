// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/memory.h"

#include <gtest/gtest.h>

#include "tests/fabric/script.h"

namespace sim::fabric::test {
namespace {

class Memories : public testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, Memories, testing::Values(Engine::decoupled, Engine::lockstep));

TEST_P(Memories, AnAccessTakesGrantTransferAndLatency) {
  Simulation simulation(GetParam());
  Memory memory(simulation, "dram", {Time{1000}, 16, 10}, 1);
  Script client(simulation, "client");
  client.behaviour = [&]() -> Behaviour { co_await memory.access(client, 0, 33); };
  simulation.run();
  EXPECT_EQ(client.cycle(), 1 + 3 + 10);
  EXPECT_EQ(memory.bytes_moved(), 33);
}

TEST_P(Memories, ThePortIsFreeForTheNextWhileTheLatencyPasses) {
  Simulation simulation(GetParam());
  Memory memory(simulation, "dram", {Time{1000}, 8, 20}, 2);
  Script a(simulation, "a"), b(simulation, "b");
  a.behaviour = [&]() -> Behaviour { co_await memory.access(a, 0, 32); };
  b.behaviour = [&]() -> Behaviour { co_await memory.access(b, 1, 32); };
  simulation.run();
  EXPECT_EQ(a.cycle(), 1 + 4 + 20);
  EXPECT_EQ(b.cycle(), 1 + 4 + 4 + 20);
}

}  // namespace
}  // namespace sim::fabric::test
