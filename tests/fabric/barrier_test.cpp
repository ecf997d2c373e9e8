// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/barrier.h"

#include <gtest/gtest.h>

#include "tests/fabric/script.h"

namespace sim::fabric::test {
namespace {

class Barriers : public testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, Barriers, testing::Values(Engine::decoupled, Engine::lockstep));

TEST_P(Barriers, AllLeaveAtTheLastArrivalAndTheWaitIsBooked) {
  Simulation simulation(GetParam());
  Barrier barrier("group end", 3);
  Script a(simulation, "a"), b(simulation, "b"), c(simulation, "c");
  std::vector<Cycles> left;
  Cycles work = 2;
  for (auto* script : {&a, &b, &c}) {
    script->behaviour = [&, script, work]() -> Behaviour {
      for (int round = 0; round < 2; ++round) {
        co_await script->spend(work);
        co_await barrier.arrive(*script);
        left.push_back(script->cycle());
      }
    };
    work += 3;
  }
  simulation.run();
  EXPECT_EQ(left, (std::vector<Cycles>{8, 8, 8, 16, 16, 16}));
  EXPECT_EQ(a.stall(Cause::held, "group end").time, Time{12000});
  EXPECT_EQ(c.stall(Cause::held, "group end").time, Time{0});
}

TEST_P(Barriers, LeavesAtTheNextEdgeOfTheOwnClock) {
  Simulation simulation(GetParam());
  Barrier barrier("b", 2);
  Script fast(simulation, "fast", Time{1000}), slow(simulation, "slow", Time{700});
  for (auto* script : {&fast, &slow}) {
    script->behaviour = [&, script]() -> Behaviour {
      co_await script->spend(1);
      co_await barrier.arrive(*script);
    };
  }
  simulation.run();
  EXPECT_EQ(fast.local_time(), Time{1000});
  EXPECT_EQ(slow.local_time(), Time{1400});
}

}  // namespace
}  // namespace sim::fabric::test
