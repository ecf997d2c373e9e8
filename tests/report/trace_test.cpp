// SPDX-License-Identifier: Apache-2.0
#include "sim/report/trace.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sim::report {
namespace {

using fabric::Cause;
using fabric::Stall;
using fabric::Timeline;

// Two blocks: one waits twice, one works all the time; in picoseconds.
Timeline two_blocks() {
  Timeline timeline;
  const auto control = timeline.track("control"), lane = timeline.track("lane_0");
  timeline.add_wait(lane, Stall{Cause::starved, "weights"}, {Time{0}, Time{1500}}, {});
  timeline.add_wait(lane, Stall{Cause::held, "end"}, {Time{2000}, Time{3000}}, {});
  timeline.add_life(control, Time{2500});
  timeline.add_life(lane, Time{4000});
  return timeline;
}

TEST(Trace, HasASliceForEveryTimeOfWorkAndOfWaiting) {
  EXPECT_EQ(to_trace({trace_events(3, "fc\"6", two_blocks())}),
            R"({"displayTimeUnit":"ns","traceEvents":[
{"ph":"M","pid":3,"tid":0,"name":"process_name","args":{"name":"fc\"6"}},
{"ph":"M","pid":3,"tid":0,"name":"thread_name","args":{"name":"control"}},
{"ph":"X","pid":3,"tid":0,"ts":0.000000,"dur":0.002500,"name":"busy","cat":"busy","cname":"thread_state_running"},
{"ph":"M","pid":3,"tid":1,"name":"thread_name","args":{"name":"lane_0"}},
{"ph":"X","pid":3,"tid":1,"ts":0.000000,"dur":0.001500,"name":"starved by weights","cat":"starved","cname":"thread_state_runnable"},
{"ph":"X","pid":3,"tid":1,"ts":0.001500,"dur":0.000500,"name":"busy","cat":"busy","cname":"thread_state_running"},
{"ph":"X","pid":3,"tid":1,"ts":0.002000,"dur":0.001000,"name":"held at end","cat":"held","cname":"thread_state_sleeping"},
{"ph":"X","pid":3,"tid":1,"ts":0.003000,"dur":0.001000,"name":"busy","cat":"busy","cname":"thread_state_running"}
]}
)");
}

TEST(Trace, OfNoLayersIsAnEmptyOne) {
  const auto json = nlohmann::json::parse(to_trace({}));
  EXPECT_TRUE(json.at("traceEvents").empty());
}

TEST(Waveform, HasAStateForEveryBlock) {
  EXPECT_EQ(
      to_waveform("fc6", two_blocks()),
      R"($comment nzsim: 0 ended or not begun, 1 busy, 2 starved, 3 blocked, 4 held at a barrier, 5 waits for an arbiter $end
$timescale 1ps $end
$scope module fc6 $end
$var wire 3 ! control $end
$var wire 3 " lane_0 $end
$upscope $end
$enddefinitions $end
#0
$dumpvars
b0 !
b0 "
$end
b1 !
b10 "
#1500
b1 "
#2000
b100 "
#2500
b0 !
#3000
b1 "
#4000
b0 "
)");
}

}  // namespace
}  // namespace sim::report
