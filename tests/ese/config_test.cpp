// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/config.h"

#include <gtest/gtest.h>

#include "sim/config/document.h"
#include "sim/config/reader.h"
#include "tests/ese/lstm_case.h"

namespace arch::ese::test {
namespace {

TEST(EseConfig, TheShippedOneIsThatOfTheTests) {
  Config shipped;
  auto fields = shipped.fields();
  sim::Problems problems;
  const auto document = sim::config::Document::read(NZSIM_SOURCE_DIR "/configs/ese/fpga2017.json");
  sim::config::read(document.root(), fields, problems,
                    {"machine", "title", "source", "prices", "sources"});
  problems.raise_if_any();
  auto expected = fpga2017();
  EXPECT_EQ(values_json(shipped.fields()), values_json(expected.fields()));
  const auto sources = *document.root().find("sources");
  for (const auto& field : fields) {
    EXPECT_TRUE(sources.find(field.key)) << field.key << " has no source";
  }
}

TEST(EseConfig, DerivesWhatThePaperStates) {
  const auto config = fpga2017();
  EXPECT_TRUE(config.contradictions().empty());
  EXPECT_EQ(config.period(), sim::Time{5000});
  EXPECT_EQ(config.entry_bits(), 16);
  EXPECT_EQ(config.local_rows(), 32);
  EXPECT_EQ(config.drain_cycles(), 5);
  // 1 cycle to the unit and 35 of the switch make 48 beside the cells of a pass.
  EXPECT_EQ(config.broadcast_latency + config.element_wise_depth() + config.switch_cycles, 48);
}

TEST(EseConfig, PointersOfMoreColumnsThanTheQueuesHoldFitBesideThoseInUse) {
  auto config = fpga2017();
  config.pointers = 10;
  EXPECT_TRUE(config.contradictions().empty());
  config.pointers = 9;
  using Found = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(config.contradictions(),
            (Found{{"pointer_buffer/pointers",
                    "9 pointers are too few: beside the one in use, the buffers must hold more "
                    "columns than the queues, 8 (activation_queue/entries), but they hold 8"}}));
  config.buffers = 3;
  EXPECT_TRUE(config.contradictions().empty());
}

TEST(EseConfig, OneMemoryFeedsAllPesOfAChannelInACycle) {
  const auto config = fpga2017();
  EXPECT_EQ(config.dram_cycles(32 * 16), 1);
  EXPECT_EQ(config.dram_cycles(32 * 16 + 1), 2);
  EXPECT_EQ(config.dram_cycles(0), 0);
}

}  // namespace
}  // namespace arch::ese::test
