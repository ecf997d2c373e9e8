// SPDX-License-Identifier: Apache-2.0
#include "sim/report/study_writers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sim::report {
namespace {

// Two machines, the second of which cannot take all weights; one structure that cannot be.
explore::Study example() {
  explore::Study made;
  made.workload = "net";
  made.layers = {"fc1", "fc2"};
  made.density = 0.25;
  made.weights = 1000;
  made.dense_bits = 8000;
  made.configs = {"a/x", "b/y"};
  made.rows = "row";
  explore::MachineCost slow{1000, 1.0, 2e6, 0.5, ""}, fast{250, 0.25, 1e6, 0.4, ""}, none;
  none.refusal = "too large";
  made.structures = {
      {"dense", "", "", 1, "dense", {8000, 0, 0}, {slow, none}},
      {"row", "5 of 20 outputs", "", 0.25, "structured", {2000, 100, 10}, {fast, fast}},
      {"pattern", "", "no kernels", 0, "", {}, {}}};
  made.break_even = {{"storage", "", "", 2110, 0.125},
                     {"time", "a/x", "b/y", 0.25, std::nullopt},
                     {"energy", "b/y", "b/y", 1e6, 0.0625}};
  return made;
}

TEST(StudyText, ShowsStorageTimeEnergyAndBreakEven) {
  EXPECT_EQ(to_text(example()),
            R"(net, fc1 fc2: the same 1,000 weights pruned in every structure to 0.25

structure     kept  smallest format   bits  of dense  indices
---------  -------  ---------------  -----  --------  -------  ---------------------
dense      100.0 %  dense            8,000   100.0 %    0.0 %
row         25.0 %  structured       2,110    26.4 %    5.2 %  5 of 20 outputs
pattern          -  -                    -         -        -  cannot be: no kernels

time, and speed-up over all weights on the same machine
structure      a/x            b/y
---------  -------  -----  ------
dense      1.00 us  1.00x       -
row         250 ns  4.00x  250 ns

energy with off-chip memory, and saving over all weights on the same machine
structure      a/x             b/y
---------  -------  -----  -------
dense      2.00 uJ  1.00x        -
row        1.00 uJ  2.00x  1.00 uJ

where unstructured pruning costs no more than rows pruned to 0.25
unstructured    keeps  to equal rows
-------------  ------  -------------
storage        12.5 %
time on a/x     never  b/y
energy on b/y   6.2 %  b/y

dense not on b/y: too large
)");
}

TEST(StudyJson, HasTheKeysThatScriptsRelyOn) {
  const auto json = nlohmann::json::parse(to_json(example()));
  EXPECT_EQ(json.at("nzsim"), "study");
  EXPECT_EQ(json.at("version"), 1);
  EXPECT_EQ(json.at("dense_bits"), 8000);
  const auto& row = json.at("structures").at(1);
  EXPECT_EQ(row.at("structure"), "row");
  EXPECT_EQ(row.at("total_bits"), 2110);
  EXPECT_EQ(row.at("machines").at(1).at("cycles"), 250);
  EXPECT_EQ(row.at("machines").at(1).at("energy_pj"), 1e6);
  EXPECT_EQ(json.at("structures").at(0).at("machines").at(1).at("refusal"), "too large");
  EXPECT_EQ(json.at("structures").at(2).at("refusal"), "no kernels");
  EXPECT_EQ(json.at("break_even").at(0).at("density"), 0.125);
  EXPECT_EQ(json.at("rows"), "row");
  EXPECT_EQ(json.at("break_even").at(0).at("total_bits"), 2110);
  EXPECT_EQ(json.at("break_even").at(1).at("time_us"), 0.25);
  EXPECT_EQ(json.at("break_even").at(2).at("energy_pj"), 1e6);
  EXPECT_EQ(json.at("break_even").at(2).at("density"), 0.0625);
  EXPECT_TRUE(json.at("break_even").at(1).at("density").is_null());
}

TEST(StudyCsv, HasALineForEachStructureOnEachMachineAndForEachBreakEven) {
  EXPECT_EQ(to_csv(example()),
            "structure,density,format,total_bits,index_bits,config,cycles,time_us,energy_pj,"
            "utilization,refusal,break_even,against\n"
            "dense,1,dense,8000,0,a/x,1000,1,2000000,0.5,,,\n"
            "dense,1,dense,8000,0,b/y,,,,,too large,,\n"
            "row,0.25,structured,2110,110,a/x,250,0.25,1000000,0.4,,,\n"
            "row,0.25,structured,2110,110,b/y,250,0.25,1000000,0.4,,,\n"
            "pattern,,,,,,,,,,no kernels,,\n"
            "break_even,0.125,,2110,,,,,,,,storage,\n"
            "break_even,,,,,a/x,,0.25,,,,time,b/y\n"
            "break_even,0.0625,,,,b/y,,,1000000,,,energy,b/y\n");
}

}  // namespace
}  // namespace sim::report
