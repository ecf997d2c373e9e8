// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/chain.h"

#include <gtest/gtest.h>

namespace sim::machine {
namespace {

using fabric::Cause;
using fabric::Stall;

// Two lanes that a control block feeds; the second waits for a memory at last.
TEST(ChainOfCauses, AddsUpEqualPartsOfBlocksOfOneKind) {
  fabric::Timeline timeline;
  const auto control = timeline.track("control");
  const auto first = timeline.track("lane_0"), second = timeline.track("lane_1");
  const auto at = [](Cycles cycles) { return cycles * Time{1000}; };
  const Stall entries{Cause::starved, "entries_0"}, others{Cause::starved, "entries_1"};
  const Stall room{Cause::blocked, "entries_1"};
  const Stall meeting{Cause::held, "meeting"}, memory{Cause::arbitrated, "dram"};
  timeline.add_wait(first, entries, {at(0), at(5)}, fabric::TimelineOrigin{control, at(4)});
  timeline.add_wait(control, room, {at(4), at(9)}, fabric::TimelineOrigin{first, at(8)});
  timeline.add_wait(second, others, {at(0), at(12)}, fabric::TimelineOrigin{control, at(11)});
  timeline.add_wait(second, meeting, {at(14), at(15)}, fabric::TimelineOrigin{second, at(14)});
  timeline.add_wait(second, memory, {at(16), at(19)}, {});
  timeline.add_life(control, at(11));
  timeline.add_life(first, at(8));
  timeline.add_life(second, at(20));
  std::vector<std::string> parts;
  for (const auto& part : chain_of_causes(timeline, at(1))) {
    parts.push_back(part.part + ": " + std::to_string(part.times) + ", " +
                    std::to_string(static_cast<int>(part.cycles)));
  }
  EXPECT_EQ(parts, (std::vector<std::string>{
                       "lane works: 4, 7", "control works: 2, 6", "lane waits for dram: 1, 3",
                       "entries arrive at lane: 2, 2", "control learns of room in entries: 1, 1",
                       "lane leaves meeting: 1, 1"}));
}

}  // namespace
}  // namespace sim::machine
