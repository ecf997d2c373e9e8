// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"
#include "tests/fabric/script.h"

namespace sim::fabric::test {
namespace {

std::string message_of(Simulation& simulation) {
  try {
    simulation.run();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no error";
}

class Failures : public testing::TestWithParam<Engine> {};
INSTANTIATE_TEST_SUITE_P(Engines, Failures, testing::Values(Engine::decoupled, Engine::lockstep));

TEST_P(Failures, AHangSaysWhoWaitsForWhatSinceWhen) {
  Simulation simulation(GetParam());
  Script a(simulation, "a"), b(simulation, "b");
  Out<int> requests(a), answers(b);
  In<int> requests_in(b), answers_in(a);
  Channel<int> forth("requests", 1, 1, requests, {&requests_in});
  Channel<int> back("answers", 1, 1, answers, {&answers_in});
  a.behaviour = [&]() -> Behaviour {
    co_await a.spend(7);
    co_await answers_in.pop();
  };
  b.behaviour = [&]() -> Behaviour { co_await requests_in.pop(); };
  EXPECT_EQ(message_of(simulation),
            "the simulation hangs:\n"
            "  block \"a\" waits for an entry of channel \"answers\" since 7000 ps\n"
            "  block \"b\" waits for an entry of channel \"requests\" since 0 ps");
}

TEST_P(Failures, ABlockThatThrowsIsNamedWithItsTime) {
  Simulation simulation(GetParam());
  Script a(simulation, "adder");
  a.behaviour = [&]() -> Behaviour {
    co_await a.spend(3);
    throw std::runtime_error("the carry is lost");
  };
  EXPECT_EQ(message_of(simulation), "block \"adder\" failed at 3000 ps: the carry is lost");
}

TEST_P(Failures, AnErrorInAnAwaitedStepSurfacesToo) {
  Simulation simulation(GetParam());
  Script a(simulation, "adder");
  auto step = [&]() -> Behaviour {
    co_await a.spend(1);
    throw std::runtime_error("inner");
  };
  a.behaviour = [&]() -> Behaviour { co_await step(); };
  EXPECT_EQ(message_of(simulation), "block \"adder\" failed at 1000 ps: inner");
}

TEST_P(Failures, ABarrierThatNobodyElseReachesIsAHang) {
  Simulation simulation(GetParam());
  Barrier barrier("group end", 2);
  Script a(simulation, "a");
  a.behaviour = [&]() -> Behaviour { co_await barrier.arrive(a); };
  EXPECT_EQ(message_of(simulation),
            "the simulation hangs:\n"
            "  block \"a\" waits for the others at barrier \"group end\" since 0 ps");
}

TEST_P(Failures, TheNextSimulationOfTheSameProgramIsSound) {
  for (int round = 0; round < 3; ++round) {
    Simulation simulation(GetParam());
    Script a(simulation, "a");
    a.behaviour = [&]() -> Behaviour {
      co_await a.spend(round);
      if (round == 1) throw std::runtime_error("once");
    };
    EXPECT_EQ(message_of(simulation) == "no error", round != 1);
    EXPECT_EQ(a.cycle(), round);
  }
}

}  // namespace
}  // namespace sim::fabric::test
