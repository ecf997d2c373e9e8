// SPDX-License-Identifier: Apache-2.0
#include "sim/report/trace.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

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
  EXPECT_EQ(to_trace({trace_events(2, "fc\"6", Time{1250}, two_blocks())}),
            R"json({"traceEvents":[
{"ph":"M","pid":3,"tid":30000,"name":"process_name","args":{"name":"fc\"6 (us = cycles of 1.25 ns)"}},
{"ph":"M","pid":3,"tid":30000,"name":"process_sort_index","args":{"sort_index":2}},
{"ph":"M","pid":3,"tid":30000,"name":"thread_name","args":{"name":"control"}},
{"ph":"M","pid":3,"tid":30000,"name":"thread_sort_index","args":{"sort_index":0}},
{"ph":"X","pid":3,"tid":30000,"ts":0,"dur":2,"name":"busy","cat":"busy","cname":"thread_state_running"},
{"ph":"M","pid":3,"tid":30001,"name":"thread_name","args":{"name":"lane_0"}},
{"ph":"M","pid":3,"tid":30001,"name":"thread_sort_index","args":{"sort_index":1}},
{"ph":"X","pid":3,"tid":30001,"ts":0,"dur":1.200,"name":"starved by weights","cat":"starved","cname":"thread_state_runnable"},
{"ph":"X","pid":3,"tid":30001,"ts":1.200,"dur":0.400,"name":"busy","cat":"busy","cname":"thread_state_running"},
{"ph":"X","pid":3,"tid":30001,"ts":1.600,"dur":0.800,"name":"held at end","cat":"held","cname":"generic_work"},
{"ph":"X","pid":3,"tid":30001,"ts":2.400,"dur":0.800,"name":"busy","cat":"busy","cname":"thread_state_running"}
]}
)json");
}

// Perfetto counts in nanoseconds and rounds times of microseconds to them, each by itself.
std::int64_t as_read(const nlohmann::json& microseconds) {
  return std::llround(microseconds.get<double>() * 1000);
}

using Ids = std::pair<int, int>;

Ids ids_of(const nlohmann::json& event) { return {event.at("pid"), event.at("tid")}; }

// The clocks are those of configs, whose cycles are no whole numbers of nanoseconds, or shorter.
RC_GTEST_PROP(Trace, SlicesAsPerfettoRoundsThemFollowEachOtherWithoutGapOrOverlap, ()) {
  const Time cycle{*rc::gen::element(833, 1000, 1250, 3333, 100000)};
  const Time clock = *rc::gen::element(cycle, Time{5000}, Time{28571});
  Timeline timeline;
  const auto track = timeline.track("lane");
  Time now{*rc::gen::inRange<std::int64_t>(0, 1000000000000) / clock.count() * clock.count()};
  const auto begin = now;
  timeline.add_wait(track, Stall{Cause::starved, "start"}, {Time{0}, begin}, {});
  for (const auto span : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 5))) {
    const auto end = now + span * clock;
    timeline.add_wait(track, Stall{Cause::blocked, "lanes"}, {now, end}, {});
    now = end + (span - 1) * clock;
  }
  timeline.add_life(track, now);
  const auto trace = nlohmann::json::parse(to_trace({trace_events(0, "fc6", cycle, timeline)}));
  std::int64_t last = 0;
  for (const auto& event : trace.at("traceEvents")) {
    if (event.at("ph") != "X") continue;
    const auto from = as_read(event.at("ts")), takes = as_read(event.at("dur"));
    RC_ASSERT(from == last);
    RC_ASSERT(takes > 0);
    last = from + takes;
    if (clock == cycle) RC_ASSERT(takes % 1000 == 0);
  }
  RC_ASSERT(std::abs(static_cast<double>(last) / 1000 -
                     static_cast<double>(now.count()) / static_cast<double>(cycle.count())) < 6e-4);
}

// A thread 0 is none to Perfetto, and one with the number of its process stands before all others.
TEST(Trace, BlocksHaveNumbersOfTheirOwnInTheirOrder) {
  std::vector<std::string> layers;
  for (std::size_t layer = 0; layer < 3; ++layer) {
    layers.push_back(trace_events(layer, "fc", Time{1000}, two_blocks()));
  }
  std::map<Ids, std::string> names;
  std::set<int> processes, threads;
  const auto trace = nlohmann::json::parse(to_trace(layers));
  for (const auto& event : trace.at("traceEvents")) {
    const auto [process, thread] = ids_of(event);
    processes.insert(process);
    threads.insert(thread);
    if (event.at("name") == "thread_name") names[{process, thread}] = event.at("args").at("name");
  }
  EXPECT_EQ(names.size(), 6u);
  EXPECT_EQ(processes.size(), 3u);
  EXPECT_EQ(threads.size(), 6u);
  EXPECT_GT(*processes.begin(), 0);
  EXPECT_GT(*threads.begin(), *processes.rbegin());
  std::string in_order;
  for (const auto& [ids, name] : names) in_order += name + ' ';
  EXPECT_EQ(in_order, "control lane_0 control lane_0 control lane_0 ");
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
