// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/arbiter.h"

#include <gtest/gtest.h>

#include <deque>

#include "tests/fabric/script.h"

namespace sim::fabric::test {
namespace {

class Arbiters : public testing::TestWithParam<Engine> {
 protected:
  // Client i asks at cycle `asks[i]` for `hold` cycles, `times` times; the grants, in order.
  std::vector<std::pair<std::size_t, Cycles>> serve(Policy policy, std::vector<Cycles> asks,
                                                    Cycles hold, int times = 1,
                                                    std::size_t servers = 1) {
    Simulation simulation(GetParam());
    Arbiter arbiter(simulation, "bus", Time{1000}, policy, asks.size(), servers);
    std::deque<Script> clients;
    std::vector<std::pair<std::size_t, Cycles>> grants;
    for (std::size_t i = 0; i < asks.size(); ++i) {
      auto& client = clients.emplace_back(simulation, "client" + std::to_string(i));
      client.behaviour = [&, i]() -> Behaviour {
        co_await client.spend(asks[i]);
        for (int n = 0; n < times; ++n) {
          co_await arbiter.request(client, i, hold);
          grants.emplace_back(i, client.cycle());
        }
      };
    }
    simulation.run();
    std::sort(grants.begin(), grants.end(), [](auto a, auto b) {
      return std::pair(a.second, a.first) < std::pair(b.second, b.first);
    });
    return grants;
  }
};
using Grants = std::vector<std::pair<std::size_t, Cycles>>;
INSTANTIATE_TEST_SUITE_P(Engines, Arbiters, testing::Values(Engine::decoupled, Engine::lockstep));

TEST_P(Arbiters, GrantsInTheCycleAfterTheRequest) {
  EXPECT_EQ(serve(Policy::round_robin, {4}, 1), (Grants{{0, 5}}));
}

TEST_P(Arbiters, RoundRobinServesEachClientInTurn) {
  EXPECT_EQ(serve(Policy::round_robin, {0, 0, 0}, 1, 2),
            (Grants{{0, 1}, {1, 2}, {2, 3}, {0, 4}, {1, 5}, {2, 6}}));
}

TEST_P(Arbiters, FixedPriorityServesTheLowestClientFirst) {
  EXPECT_EQ(serve(Policy::fixed_priority, {1, 0, 1}, 2), (Grants{{1, 1}, {0, 3}, {2, 5}}));
}

TEST_P(Arbiters, OldestFirstServesByTimeOfRequest) {
  EXPECT_EQ(serve(Policy::oldest_first, {2, 1, 0}, 4), (Grants{{2, 1}, {1, 5}, {0, 9}}));
}

TEST_P(Arbiters, OldestFirstServesTheLowestClientAmongEquals) {
  EXPECT_EQ(serve(Policy::oldest_first, {1, 1, 0}, 2), (Grants{{2, 1}, {0, 3}, {1, 5}}));
}

TEST_P(Arbiters, TwoServersServeTwoClientsAtOnce) {
  EXPECT_EQ(serve(Policy::round_robin, {0, 0, 0}, 3, 1, 2), (Grants{{0, 1}, {1, 1}, {2, 4}}));
}

TEST_P(Arbiters, ARequestInTheDecidingPicosecondWaitsForTheNextDecision) {
  Simulation simulation(GetParam());
  Arbiter arbiter(simulation, "bus", Time{1000}, Policy::fixed_priority, 2);
  Script early(simulation, "early", Time{1000}), late(simulation, "late", Time{999});
  early.behaviour = [&]() -> Behaviour { co_await arbiter.request(early, 1, 1); };
  late.behaviour = [&]() -> Behaviour {
    co_await late.spend(1);  // 999 ps: the decision for the edge at 1000 ps is being made
    co_await arbiter.request(late, 0, 1);
  };
  simulation.run();
  EXPECT_EQ(early.local_time(), Time{1000});
  EXPECT_EQ(late.local_time(), Time{2997});  // granted at 2000, next own edge
}

TEST_P(Arbiters, TheWaitIsBookedOnTheArbiter) {
  Simulation simulation(GetParam());
  Arbiter arbiter(simulation, "bus", Time{1000}, Policy::round_robin, 1);
  Script client(simulation, "client");
  client.behaviour = [&]() -> Behaviour { co_await arbiter.request(client, 0, 1); };
  simulation.run();
  EXPECT_EQ(client.stall(Cause::arbitrated, "bus").time, Time{1000});
}

}  // namespace
}  // namespace sim::fabric::test
