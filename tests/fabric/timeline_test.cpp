// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/timeline.h"

#include <gtest/gtest.h>

#include "sim/fabric/channel.h"
#include "tests/fabric/script.h"

namespace sim::fabric::test {
namespace {

class Timelines : public testing::TestWithParam<Engine> {
 protected:
  // The writer works for 3 cycles before each of two entries, which the reader takes at once.
  static void simulate(Timeline& timeline) {
    Simulation simulation(GetParam(), &timeline);
    Script writer(simulation, "writer"), reader(simulation, "reader");
    Out<int> out(writer);
    In<int> in(reader);
    Channel<int> channel("c", 1, 1, out, {&in});
    writer.behaviour = [&]() -> Behaviour {
      for (int i = 0; i < 2; ++i) {
        co_await writer.spend(3);
        co_await out.push(i);
      }
      out.close();
    };
    reader.behaviour = [&]() -> Behaviour {
      while (co_await in.pop()) co_await reader.spend(1);
    };
    simulation.run();
  }
  static Time cycles(Cycles n) { return n * Time{1000}; }
};

INSTANTIATE_TEST_SUITE_P(Engines, Timelines, testing::Values(Engine::decoupled, Engine::lockstep));

std::vector<TimeSpan> spans(const Track& track) {
  std::vector<TimeSpan> all;
  for (const auto& wait : track.waits) all.push_back(wait.span);
  return all;
}

TEST_P(Timelines, HaveEveryWaitOfABlockAndItsEnd) {
  Timeline timeline;
  simulate(timeline);
  ASSERT_EQ(timeline.tracks().size(), 2u);
  const auto &writer = timeline.tracks()[0], &reader = timeline.tracks()[1];
  EXPECT_EQ(writer.block, "writer");
  EXPECT_TRUE(writer.waits.empty());
  EXPECT_EQ(writer.lives, (std::vector{TimeSpan{cycles(0), cycles(6)}}));
  EXPECT_EQ(reader.reasons, (std::vector{std::pair(Cause::starved, std::string("c"))}));
  EXPECT_EQ(spans(reader),
            (std::vector{TimeSpan{cycles(0), cycles(4)}, TimeSpan{cycles(5), cycles(7)}}));
  EXPECT_EQ(reader.lives, (std::vector{TimeSpan{cycles(0), cycles(8)}}));
}

TEST_P(Timelines, SimulationsFollowEachOther) {
  Timeline timeline;
  simulate(timeline);
  simulate(timeline);
  ASSERT_EQ(timeline.tracks().size(), 2u);
  const auto& reader = timeline.tracks()[1];
  EXPECT_EQ(reader.waits.size(), 4u);
  EXPECT_EQ(reader.waits[2].span.begin, cycles(8));
  EXPECT_EQ(reader.waits[2].span.end, cycles(12));
  EXPECT_EQ(reader.lives.back(), (TimeSpan{cycles(8), cycles(16)}));
}

TEST_P(Timelines, AreCutToTheirWindow) {
  Timeline timeline(cycles(2), cycles(6));
  simulate(timeline);
  const auto& reader = timeline.tracks()[1];
  EXPECT_EQ(spans(reader),
            (std::vector{TimeSpan{cycles(2), cycles(4)}, TimeSpan{cycles(5), cycles(6)}}));
  EXPECT_EQ(reader.lives, (std::vector{TimeSpan{cycles(2), cycles(6)}}));
}

}  // namespace
}  // namespace sim::fabric::test
