// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/channel.h"

#include <gtest/gtest.h>

#include "sim/fabric/first_of.h"
#include "tests/fabric/script.h"

namespace sim::fabric::test {
namespace {

class Channels : public testing::TestWithParam<Engine> {
 protected:
  Simulation simulation{GetParam()};
  Script writer{simulation, "writer"};
  Script reader{simulation, "reader"};
  Out<int> out{writer};
  In<int> in{reader};
  std::vector<Cycles> pops;

  void write(int entries, Cycles work) {
    writer.behaviour = [this, entries, work]() -> Behaviour {
      for (int i = 0; i < entries; ++i) {
        co_await out.push(i);
        co_await writer.spend(work);
      }
      out.close();
    };
  }
  void read(Cycles work) {
    reader.behaviour = [this, work]() -> Behaviour {
      while (const auto* entry = co_await in.pop()) {
        EXPECT_EQ(*entry, static_cast<int>(pops.size()));
        pops.push_back(reader.cycle());
        co_await reader.spend(work);
      }
    };
  }
};

INSTANTIATE_TEST_SUITE_P(Engines, Channels, testing::Values(Engine::decoupled, Engine::lockstep));

TEST_P(Channels, AnEntryIsVisibleAfterTheLatencyAndNotBefore) {
  Channel<int> channel("c", 2, 3, out, {&in});
  write(1, 1);
  read(0);
  simulation.run();
  EXPECT_EQ(pops, (std::vector<Cycles>{3}));
}

TEST_P(Channels, DepthOnePassesOneEntryEverySecondCycle) {
  Channel<int> channel("c", 1, 1, out, {&in});
  write(4, 1);
  read(1);
  simulation.run();
  EXPECT_EQ(pops, (std::vector<Cycles>{1, 3, 5, 7}));
}

TEST_P(Channels, ALargeEntryTakesItsCyclesToPass) {
  Channel<int> channel("c", 4, 2, out, {&in});
  writer.behaviour = [this]() -> Behaviour { co_await out.push(0, {4, 5}); };
  read(0);
  EXPECT_THROW(simulation.run(), Hang);  // nobody closes
  EXPECT_EQ(pops, (std::vector<Cycles>{2 + 4}));
}

TEST_P(Channels, ALargeEntryWaitsForAllOfItsSlots) {
  Channel<int> channel("c", 4, 1, out, {&in});
  std::vector<Cycles> pushes;
  writer.behaviour = [this, &pushes]() -> Behaviour {
    for (const std::size_t slots : {3u, 1u, 2u, 4u}) {
      co_await out.push(static_cast<int>(pushes.size()), {slots, 1});
      pushes.push_back(writer.cycle());
    }
    out.close();
  };
  read(10);
  simulation.run();
  // The third needs the slots of the first, free from 2 on; the fourth those of all before.
  EXPECT_EQ(pops, (std::vector<Cycles>{1, 11, 21, 31}));
  EXPECT_EQ(pushes, (std::vector<Cycles>{0, 0, 2, 22}));
}

TEST_P(Channels, AnEntryThatIsPeekedAtKeepsItsSlots) {
  Channel<int> channel("c", 1, 1, out, {&in});
  write(2, 0);
  reader.behaviour = [this]() -> Behaviour {
    while (const auto* entry = co_await in.peek()) {
      EXPECT_EQ(*entry, static_cast<int>(pops.size()));
      pops.push_back(reader.cycle());
      co_await reader.spend(5);
      co_await in.pop();
    }
  };
  simulation.run();
  // Peeked at in 1, popped in 6, its slot is filled in 7 and visible in 8.
  EXPECT_EQ(pops, (std::vector<Cycles>{1, 8}));
}

TEST_P(Channels, AnEntryLargerThanTheChannelIsOurFault) {
  Channel<int> channel("c", 2, 1, out, {&in});
  writer.behaviour = [this]() -> Behaviour { co_await out.push(0, {3, 1}); };
  read(0);
  EXPECT_THROW(simulation.run(), Fault);
}

TEST_P(Channels, DepthTwoPassesOneEntryEveryCycle) {
  Channel<int> channel("c", 2, 1, out, {&in});
  write(4, 1);
  read(1);
  simulation.run();
  EXPECT_EQ(pops, (std::vector<Cycles>{1, 2, 3, 4}));
}

TEST_P(Channels, ASlowReaderBlocksTheWriterByName) {
  Channel<int> channel("values", 1, 1, out, {&in});
  write(3, 1);
  read(10);
  simulation.run();
  EXPECT_EQ(pops, (std::vector<Cycles>{1, 11, 21}));
  // Pushes at 0, 2 and 12: the slot is freed by the pops at 1 and 11.
  EXPECT_EQ(writer.stall(Cause::blocked, "values").time, Time{1000 + 9000});
  EXPECT_EQ(writer.busy_time(), Time{3000});
}

TEST_P(Channels, ASlowWriterStarvesTheReaderByName) {
  Channel<int> channel("values", 4, 1, out, {&in});
  write(2, 10);
  read(1);
  simulation.run();
  EXPECT_EQ(pops, (std::vector<Cycles>{1, 11}));
  // Waits until 1, from 2 to 11, and from 12 until the end of the stream at 21.
  EXPECT_EQ(reader.stall(Cause::starved, "values").time, Time{1000 + 9000 + 9000});
}

TEST_P(Channels, ABroadcastWaitsForItsSlowestReader) {
  Script second(simulation, "second");
  In<int> second_in(second);
  Channel<int> channel("c", 1, 1, out, {&in, &second_in});
  write(3, 1);
  read(1);
  second.behaviour = [&]() -> Behaviour {
    while (co_await second_in.pop()) co_await second.spend(5);
  };
  simulation.run();
  EXPECT_EQ(pops, (std::vector<Cycles>{1, 3, 8}));
}

TEST_P(Channels, ALookSeesAnEntryFromItsVisibleCycleOn) {
  Channel<int> channel("c", 2, 2, out, {&in});
  write(1, 1);
  std::vector<bool> seen;
  reader.behaviour = [&]() -> Behaviour {
    for (int cycle = 0; cycle < 4; ++cycle) {
      seen.push_back(co_await in.look());
      co_await reader.spend(1);
    }
  };
  simulation.run();
  EXPECT_EQ(seen, (std::vector<bool>{false, false, true, true}));
}

TEST_P(Channels, ALookSeesRoomOneCycleAfterThePop) {
  Channel<int> channel("c", 1, 1, out, {&in});
  std::vector<bool> room;
  writer.behaviour = [&]() -> Behaviour {
    co_await out.push(0);
    for (int cycle = 0; cycle < 5; ++cycle) {
      room.push_back(co_await out.look());
      co_await writer.spend(1);
    }
    out.close();
  };
  reader.behaviour = [&]() -> Behaviour {
    co_await reader.spend(2);
    co_await in.pop();
  };
  simulation.run();
  EXPECT_EQ(room, (std::vector<bool>{false, false, false, true, true}));
}

TEST_P(Channels, TheReaderActsOnItsOwnClockEdges) {
  Script slow(simulation, "slow", Time{3000});
  In<int> slow_in(slow);
  Channel<int> channel("c", 4, 1, out, {&slow_in});
  write(1, 1);
  Time popped{0};
  slow.behaviour = [&]() -> Behaviour {
    co_await slow_in.pop();
    popped = slow.local_time();
  };
  reader.behaviour = []() -> Behaviour { co_return; };
  simulation.run();
  EXPECT_EQ(popped, Time{3000});
}

TEST_P(Channels, TheWriterActsOnItsOwnClockEdges) {
  Script slow(simulation, "slow", Time{3000});
  Out<int> slow_out(slow);
  Channel<int> channel("c", 1, 1, slow_out, {&in});
  slow.behaviour = [&]() -> Behaviour {
    co_await slow_out.push(0);
    co_await slow_out.push(1);  // popped at 3000 ps by the fast reader, free at 4000 ps
  };
  reader.behaviour = [&]() -> Behaviour { co_await in.pop(); };
  writer.behaviour = []() -> Behaviour { co_return; };
  simulation.run();
  EXPECT_EQ(slow.local_time(), Time{6000});
}

TEST_P(Channels, FirstOfTakesTheEarliestAndTheLowestAmongEquals) {
  Script other(simulation, "other");
  Out<int> other_out(other);
  In<int> other_in(reader);
  Channel<int> a("a", 4, 1, out, {&in});
  Channel<int> b("b", 4, 1, other_out, {&other_in});
  write(2, 5);
  other.behaviour = [&]() -> Behaviour {
    for (int i = 0; i < 2; ++i) {
      co_await other_out.push(i);
      co_await other.spend(2);
    }
  };
  std::vector<std::size_t> order;
  reader.behaviour = [&]() -> Behaviour {
    for (int i = 0; i < 4; ++i) {
      order.push_back(co_await first_of(reader, in, other_in));
      if (order.back() == 0) {
        co_await in.pop();
      } else {
        co_await other_in.pop();
      }
    }
  };
  simulation.run();
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 1, 0}));
}

TEST(Channel, RefusesDepthZero) {
  Simulation simulation(Engine::decoupled);
  Script a(simulation, "a"), b(simulation, "b");
  Out<int> out(a);
  In<int> in(b);
  EXPECT_THROW(Channel<int>("c", 0, 1, out, {&in}), Fault);
  EXPECT_THROW(Channel<int>("c", 1, 0, out, {&in}), Fault);
}

}  // namespace
}  // namespace sim::fabric::test
