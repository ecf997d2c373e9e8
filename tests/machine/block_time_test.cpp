// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/block_time.h"

#include <gtest/gtest.h>

#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"
#include "tests/fabric/script.h"

namespace sim::machine {
namespace {

using fabric::Behaviour;
using fabric::Engine;
using fabric::test::Script;

Time accounted(const BlockTime& block) {
  auto sum = block.busy + block.idle;
  for (const auto& stall : block.stalls) sum += stall.time;
  return sum;
}

class BlockTimes : public ::testing::TestWithParam<Engine> {};

TEST_P(BlockTimes, AreOfKindsInTheOrderOfConstruction) {
  fabric::Simulation simulation(GetParam());
  Script control(simulation, "control"), pe_0(simulation, "pe_0"), pe_11(simulation, "pe_11"),
      odd(simulation, "l2");
  for (auto* script : {&control, &pe_0, &pe_11, &odd}) {
    script->behaviour = [script]() -> Behaviour { co_await script->spend(3); };
  }
  simulation.run();
  const auto blocks = block_times(simulation);
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[0].kind, "control");
  EXPECT_EQ(blocks[1].kind, "pe");
  EXPECT_EQ(blocks[1].instances, 2);
  EXPECT_EQ(blocks[1].busy, Time{6000});
  EXPECT_EQ(blocks[2].kind, "l2");
}

TEST_P(BlockTimes, ABlockThatEndsEarlyIsIdle) {
  fabric::Simulation simulation(GetParam());
  Script fast(simulation, "pe_0"), slow(simulation, "pe_1");
  fast.behaviour = [&]() -> Behaviour { co_await fast.spend(2); };
  slow.behaviour = [&]() -> Behaviour { co_await slow.spend(9); };
  simulation.run();
  const auto blocks = block_times(simulation);
  ASSERT_EQ(blocks.size(), 1u);
  EXPECT_EQ(blocks[0].busy, Time{11000});
  EXPECT_EQ(blocks[0].idle, Time{7000});
}

TEST_P(BlockTimes, EveryCycleOfEveryKindIsAccountedFor) {
  fabric::Simulation simulation(GetParam());
  Script writer(simulation, "writer"), reader_0(simulation, "reader_0"),
      reader_1(simulation, "reader_1");
  fabric::Barrier barrier("all", 2);
  fabric::Out<int> to_fast(writer), to_slow(writer);
  fabric::In<int> from_fast(reader_0), from_slow(reader_1);
  fabric::Channel<int> fast("fast", 1, 1, to_fast, {&from_fast});
  fabric::Channel<int> slow("slow", 1, 1, to_slow, {&from_slow});
  writer.behaviour = [&]() -> Behaviour {
    for (int i = 0; i < 20; ++i) {
      co_await to_fast.push(i);
      co_await to_slow.push(i);
      co_await writer.spend(1);
    }
  };
  const auto read = [&](Script& reader, fabric::In<int>& channel, Cycles work) -> Behaviour {
    for (int i = 0; i < 20; ++i) {
      co_await channel.pop();
      co_await reader.spend(work);
    }
    co_await barrier.arrive(reader);
  };
  reader_0.behaviour = [&] { return read(reader_0, from_fast, 1); };
  reader_1.behaviour = [&] { return read(reader_1, from_slow, 4); };
  simulation.run();
  for (const auto& block : block_times(simulation)) {
    EXPECT_EQ(accounted(block), simulation.end_time() * block.instances) << block.kind;
  }
}

// Of simulations that follow each other, some have blocks that others have not, or fewer of them.
TEST(AddedBlockTimes, BlocksAreIdleWhereTheyAreNot) {
  std::vector<BlockTime> total;
  add_block_times(total, Time{0}, {{"pe", 2, Time{15}, Time{5}, {}}}, Time{10});
  add_block_times(total, Time{10},
                  {{"mover", 1, Time{6}, Time{1}, {}}, {"pe", 3, Time{20}, Time{1}, {}}}, Time{7});
  add_block_times(total, Time{17}, {{"pe", 1, Time{4}, Time{0}, {}}}, Time{4});
  ASSERT_EQ(total.size(), 2u);
  EXPECT_EQ(total[0].kind, "pe");
  EXPECT_EQ(total[0].instances, 3);
  EXPECT_EQ(total[0].busy, Time{39});
  EXPECT_EQ(total[0].idle, Time{5 + 10 + 1 + 8});
  EXPECT_EQ(total[1].kind, "mover");
  EXPECT_EQ(total[1].instances, 1);
  EXPECT_EQ(total[1].busy, Time{6});
  EXPECT_EQ(total[1].idle, Time{10 + 1 + 4});
  for (const auto& block : total) EXPECT_EQ(accounted(block), block.instances * Time{21});
}

INSTANTIATE_TEST_SUITE_P(Engines, BlockTimes,
                         ::testing::Values(Engine::decoupled, Engine::lockstep));

}  // namespace
}  // namespace sim::machine
