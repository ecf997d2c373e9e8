// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/sram_table.h"

#include <gtest/gtest.h>

#include "tests/base/temporary_folder.h"
#include "tests/ledger/message_of.h"

namespace sim::ledger {
namespace {

using Column = SramTable::Column;

const std::string header = "node_nm,device,bytes,width_bits,read_pJ,write_pJ,leak_mW,area_mm2\n";

SramTable cacti_45nm() {
  return SramTable::read(NZSIM_SOURCE_DIR "/configs/prices/cacti7_sram.csv", 45, "itrs-lstp");
}

SramTable table_of(const std::string& rows) {
  const TemporaryFolder folder;
  return SramTable::read(folder.write("t.csv", header + rows), 45, "lp");
}

TEST(SramTable, APointOfTheTableHasExactlyItsPrice) {
  const auto table = cacti_45nm();
  EXPECT_EQ(table.at(131072, 64, Column::read_pj), 32.286);
  EXPECT_EQ(table.at(131072, 64, Column::write_pj), 26.065);
  EXPECT_EQ(table.at(131072, 64, Column::leak_mw), 0.0033405);
  EXPECT_EQ(table.at(131072, 64, Column::area_mm2), 0.42959);
  EXPECT_EQ(table.at(512, 32, Column::read_pj), 0.84632);
  EXPECT_EQ(table.at(4194304, 512, Column::area_mm2), 14.26);
}

TEST(SramTable, ReadsTheNodeAndTheDeviceThatAreAskedFor) {
  const auto table = table_of("22,lp,8,32,1,1,1,1\n45,hp,8,32,2,2,2,2\n45,lp,8,32,3,3,3,3\n");
  EXPECT_EQ(table.at(8, 32, Column::read_pj), 3);
}

TEST(SramTable, TakesTheRowsInAnyOrderAndWithAnyLineEnding) {
  const auto table = table_of("45,lp,16,32,4,4,4,4\r\n\n45,lp,8,32,3,3,3,3,9,9\r\n");
  EXPECT_EQ(table.at(8, 32, Column::area_mm2), 3);
  EXPECT_EQ(table.at(16, 32, Column::area_mm2), 4);
}

TEST(SramTable, IsMonotoneBetweenTheSizesOfATable) {
  const auto table = cacti_45nm();
  double last = table.at(65536, 64, Column::read_pj);
  for (int bytes = 65536 + 1024; bytes <= 131072; bytes += 1024) {
    const auto next = table.at(bytes, 64, Column::read_pj);
    EXPECT_GT(next, last) << bytes;
    last = next;
  }
  EXPECT_EQ(last, 32.286);
}

TEST(SramTable, IsMonotoneBetweenTheWidthsOfATable) {
  const auto table = cacti_45nm();
  double last = table.at(131072, 64, Column::read_pj);
  for (int width = 68; width <= 128; width += 4) {
    const auto next = table.at(131072, width, Column::read_pj);
    EXPECT_GT(next, last) << width;
    last = next;
  }
  EXPECT_EQ(last, 50.257);
}

TEST(SramTable, InterpolatesInTheLogarithms) {
  const auto table = table_of(
      "45,lp,1000,32,1,1,1,1\n45,lp,4000,32,4,1,1,1\n"
      "45,lp,1000,128,16,1,1,1\n45,lp,4000,128,64,1,1,1\n");
  EXPECT_NEAR(table.at(2000, 32, Column::read_pj), 2, 1e-12);
  EXPECT_NEAR(table.at(1000, 64, Column::read_pj), 4, 1e-12);
  EXPECT_NEAR(table.at(2000, 64, Column::read_pj), 8, 1e-12);
}

TEST(SramTable, ContinuesTheSlopeBeyondTheSizes) {
  const auto table = table_of("45,lp,1000,32,2,1,1,1\n45,lp,2000,32,4,1,1,1\n");
  EXPECT_NEAR(table.at(500, 32, Column::read_pj), 1, 1e-12);
  EXPECT_NEAR(table.at(8000, 32, Column::read_pj), 16, 1e-12);
}

TEST(SramTable, NarrowerThanTheNarrowestIsPricedAsThat) {
  const auto table = cacti_45nm();
  for (const auto column : {Column::read_pj, Column::write_pj, Column::leak_mw, Column::area_mm2}) {
    EXPECT_EQ(table.at(16384, 16, column), table.at(16384, 32, column));
    EXPECT_EQ(table.at(20000, 1, column), table.at(20000, 32, column));
  }
}

TEST(SramTable, WiderThanTheWidestIsSeveralOfTheWidestSideBySide) {
  const auto table = cacti_45nm();
  for (const auto column : {Column::read_pj, Column::write_pj, Column::leak_mw, Column::area_mm2}) {
    EXPECT_EQ(table.at(131072, 1024, column), 2 * table.at(65536, 512, column));
    EXPECT_NEAR(table.at(131072, 513, column) / table.at(131072, 512, column), 1, 0.002);
  }
}

TEST(SramTable, FollowsNoSlopeFromASingleSize) {
  const auto table = table_of("45,lp,1024,32,1,1,1,1\n45,lp,512,64,1,1,1,1\n45,lp,1024,64,2,1,1,1");
  EXPECT_EQ(table.at(1024, 32, Column::read_pj), 1);
  EXPECT_NEAR(table.at(2048, 64, Column::read_pj), 4, 1e-12);
  EXPECT_EQ(message_of([&] { table.at(2048, 48, Column::read_pj); }),
            "the table has 32 bits wide arrays of 1024 bytes only, not of 2048");
}

std::string problems_of_csv(const std::string& text) {
  const TemporaryFolder folder;
  const auto file = folder.write("t.csv", text);
  return folder.without_folder(message_of([&] { SramTable::read(file, 45, "lp"); }));
}

TEST(SramTableMessages, AMissingFile) {
  EXPECT_EQ(message_of([] { SramTable::read("no/such.csv", 45, "lp"); }),
            "no/such.csv: cannot open this table");
}

TEST(SramTableMessages, SomethingElseThanATable) {
  const std::string expected =
      "t.csv:1:1: expected a table with the columns "
      "node_nm,device,bytes,width_bits,read_pJ,write_pJ,leak_mW,area_mm2";
  EXPECT_EQ(problems_of_csv(""), expected);
  EXPECT_EQ(problems_of_csv("{\"a\": 1}\n{}\n"), expected);
  EXPECT_EQ(problems_of_csv("node_nm,device,bytes,width_bits,read_pJ,write_pJ,area_mm2,leak_mW\n"),
            expected);
}

TEST(SramTableMessages, EveryProblemAtItsLineAndColumn) {
  EXPECT_EQ(problems_of_csv(header + "45,lp,512,32,1,1,1,1\n"
                                     "45,lp,x,32,,1,nan,1 \n"
                                     "45,lp\n"
                                     "22,lp,512,32,-1,0,1e999,1\n"
                                     "45,lp,512,32,2,2,2,2\n"),
            "t.csv:3:7: expected a number above 0, got \"x\"\n"
            "t.csv:3:12: expected a number above 0, got \"\"\n"
            "t.csv:3:15: expected a number above 0, got \"nan\"\n"
            "t.csv:3:19: expected a number above 0, got \"1 \"\n"
            "t.csv:4:1: expected 8 columns, got 2\n"
            "t.csv:5:14: expected a number above 0, got \"-1\"\n"
            "t.csv:5:17: expected a number above 0, got \"0\"\n"
            "t.csv:5:19: expected a number above 0, got \"1e999\"\n"
            "t.csv:6:1: 512 bytes of 32 bits are given twice");
}

TEST(SramTableMessages, WhatTheTableHasInstead) {
  EXPECT_EQ(problems_of_csv(header + "45,hp,512,32,1,1,1,1\n22.5,lp,8,32,1,1,1,1\n"),
            "t.csv: has no row for lp at 45 nm, only for hp at 45 nm, lp at 22.5 nm");
  EXPECT_EQ(problems_of_csv(header), "t.csv: has no row for lp at 45 nm");
}

}  // namespace
}  // namespace sim::ledger
