// SPDX-License-Identifier: Apache-2.0
#include "sim/report/sweep_writers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sim::report {
namespace {

using explore::sweep::Row;
using explore::sweep::Status;
using explore::sweep::SweepTable;

SweepTable example_sweep() {
  SweepTable table;
  table.sweep = "s";
  table.title = "A sweep";
  table.config = "m/c";
  table.workload = "w";
  table.columns = {"slots", "layer"};
  table.tasks = {false, true};
  table.metrics = {"cycles", "time_us"};
  table.objectives = {{0, false}, {1, true}};
  table.rows = {{0, {"2", "\"fc,6\""}, Status::ok, "", {1234567, 0.1}, true},
                {1, {"4", "\"fc7\""}, Status::failed, "it \"fell\"", {}, false}};
  return table;
}

TEST(SweepWriters, TextHasARowForEachPointAndSaysWhatWentWrong) {
  EXPECT_EQ(to_text(example_sweep()), R"(A sweep
w on m/c

slots  layer   cycles  time_us  best
-----  -----  -------  -------  -----------------
    2   fc,6  1234567      0.1  *
    4    fc7        -        -  failed: it "fell"

2 points, 1 failed
* none that computes the same is as good in all and better in one: least cycles, largest time_us
)");
}

TEST(SweepWriters, CsvHasEveryDigit) {
  EXPECT_EQ(to_csv(example_sweep()),
            "point,slots,layer,status,cycles,time_us,best,reason\n"
            "0,2,\"fc,6\",ok,1234567.0,0.1,1,\n"
            "1,4,fc7,failed,,,0,\"it \"\"fell\"\"\"\n");
}

TEST(SweepWriters, JsonAndJsonLinesHoldTheSamePoints) {
  const auto json = nlohmann::json::parse(to_json(example_sweep()));
  EXPECT_EQ(json.at("nzsim"), "sweep");
  EXPECT_EQ(json.at("columns").dump(),
            R"([{"name":"slots","task":false},{"name":"layer","task":true}])");
  EXPECT_EQ(json.at("metrics").dump(), R"(["cycles","time_us"])");
  EXPECT_EQ(json.at("objectives").at(1).at("direction"), "maximise");
  EXPECT_EQ(json.at("points").at(0).at("values").at("layer"), "fc,6");
  EXPECT_EQ(json.at("points").at(0).at("metrics").at("time_us"), 0.1);
  EXPECT_EQ(json.at("points").at(1).at("reason"), "it \"fell\"");
  std::istringstream lines(to_json_lines(example_sweep()));
  std::size_t i = 0;
  for (std::string line; std::getline(lines, line); ++i) {
    EXPECT_EQ(nlohmann::json::parse(line), json.at("points").at(i));
  }
  EXPECT_EQ(i, 2u);
}

}  // namespace
}  // namespace sim::report
