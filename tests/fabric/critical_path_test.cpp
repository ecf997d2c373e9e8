// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/critical_path.h"

#include <gtest/gtest.h>

#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"
#include "tests/fabric/script.h"

namespace sim::fabric::test {
namespace {

using Kind = PathStep::Kind;

class CriticalPaths : public testing::TestWithParam<Engine> {
 protected:
  // "writer works 0-3", the path's steps in cycles.
  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    for (const auto& step : critical_path(timeline)) {
      const auto& track = timeline.tracks()[step.track];
      auto text = track.block;
      if (step.kind == Kind::work) {
        text += " works";
      } else {
        text += (step.kind == Kind::passage ? " after " : " waits for ") +
                track.reasons[step.reason].second;
      }
      all.push_back(text + ' ' + std::to_string(step.span.begin / Time{1000}) + '-' +
                    std::to_string(step.span.end / Time{1000}));
    }
    return all;
  }

  Timeline timeline;
};

INSTANTIATE_TEST_SUITE_P(Engines, CriticalPaths,
                         testing::Values(Engine::decoupled, Engine::lockstep));

struct Pair {
  Pair(Engine engine, Timeline& timeline, std::size_t depth, Cycles latency)
      : simulation(engine, &timeline), channel("c", depth, latency, out, {&in}) {}
  Simulation simulation;
  Script writer{simulation, "writer"};
  Script reader{simulation, "reader"};
  Out<int> out{writer};
  In<int> in{reader};
  Channel<int> channel;

  void run(int entries, Cycles write, Cycles read) {
    writer.behaviour = [this, entries, write]() -> Behaviour {
      for (int i = 0; i < entries; ++i) {
        co_await writer.spend(write);
        co_await out.push(i);
      }
      out.close();
    };
    reader.behaviour = [this, read]() -> Behaviour {
      while (co_await in.pop()) co_await reader.spend(read);
    };
    simulation.run();
  }
};

TEST_P(CriticalPaths, OfASlowWriterIsItsWorkAndTheWayOfTheLastEntry) {
  Pair(GetParam(), timeline, 2, 2).run(3, 5, 1);
  EXPECT_EQ(lines(), (std::vector<std::string>{"writer works 0-15", "reader after c 15-17",
                                               "reader works 17-18"}));
}

TEST_P(CriticalPaths, OfASlowReaderIsItsWorkBehindTheFirstEntry) {
  Pair(GetParam(), timeline, 2, 1).run(3, 1, 5);
  EXPECT_EQ(lines(), (std::vector<std::string>{"writer works 0-1", "reader after c 1-2",
                                               "reader works 2-17"}));
}

// The writer's last work begins when the reader has taken its second entry.
TEST_P(CriticalPaths, GoThroughRoomThatAReaderMakes) {
  Pair machine(GetParam(), timeline, 1, 1);
  machine.writer.behaviour = [&]() -> Behaviour {
    co_await machine.out.push(0);
    co_await machine.out.push(1);
    co_await machine.writer.spend(20);
    machine.out.close();
  };
  machine.reader.behaviour = [&]() -> Behaviour {
    co_await machine.reader.spend(5);
    while (co_await machine.in.pop()) co_await machine.reader.spend(1);
  };
  machine.simulation.run();
  EXPECT_EQ(lines(), (std::vector<std::string>{"reader works 0-5", "writer after c 5-6",
                                               "writer works 6-26", "reader after c 26-27"}));
}

TEST_P(CriticalPaths, GoToTheLastToArriveAtABarrier) {
  Simulation simulation(GetParam(), &timeline);
  Script early(simulation, "early"), late(simulation, "late");
  Barrier barrier("meeting", 2);
  const auto meet = [&](Script& script, Cycles before, Cycles after) {
    script.behaviour = [&, before, after]() -> Behaviour {
      co_await script.spend(before);
      co_await barrier.arrive(script);
      co_await script.spend(after);
    };
  };
  meet(early, 2, 9);
  meet(late, 7, 1);
  simulation.run();
  EXPECT_EQ(lines(), (std::vector<std::string>{"late works 0-7", "early works 7-16"}));
}

TEST_P(CriticalPaths, GoFromOneSimulationToTheOneBefore) {
  Pair(GetParam(), timeline, 2, 1).run(1, 3, 1);
  Pair(GetParam(), timeline, 2, 1).run(1, 4, 1);
  EXPECT_EQ(lines(), (std::vector<std::string>{"writer works 0-3", "reader after c 3-4",
                                               "reader works 4-5", "writer works 5-9",
                                               "reader after c 9-10", "reader works 10-11"}));
}

}  // namespace
}  // namespace sim::fabric::test
