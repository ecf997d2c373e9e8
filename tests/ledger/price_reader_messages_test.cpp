// SPDX-License-Identifier: Apache-2.0
// What the reader of price lists says, to the letter.
#include "sim/ledger/price_reader.h"

#include <gtest/gtest.h>

#include "tests/base/temporary_folder.h"
#include "tests/ledger/message_of.h"

namespace sim::ledger {
namespace {

const std::string head = "{\"title\": \"t\", \"node_nm\": 45,\n";
const std::string tail = "\"standing\": \"assumed\", \"source\": \"s\"";
const std::string columns = "node_nm,device,bytes,width_bits,read_pJ,write_pJ,leak_mW,area_mm2\n";

std::string problems_of(const std::string& text, const std::string& table = "") {
  const TemporaryFolder folder;
  if (!table.empty()) folder.write("t.csv", table);
  const auto file = folder.write("p.json", text);
  return folder.without_folder(message_of([&] { read_prices(file); }));
}

// Of a list with one component; its prices start in column 1 of line 3.
std::string problems_of_component(const std::string& prices, const std::string& table = "") {
  return problems_of(head + "\"components\": {\"part\": {\n" + prices + ",\n" + tail + "}}}",
                     table);
}

std::string problems_of_boxes(const std::string& boxes) {
  return problems_of(head + "\"clock_mhz\": 1, \"boxes\": {\n" + boxes + "}}");
}

TEST(PriceReaderMessages, AListThatCannotBeRead) {
  EXPECT_EQ(message_of([] { read_prices("no/such.json"); }),
            "no/such.json: cannot be read: No such file or directory");
  EXPECT_EQ(problems_of("[]"), "p.json:1:1: expected an object, got []");
}

TEST(PriceReaderMessages, AnEmptyList) {
  EXPECT_EQ(problems_of("{}"),
            "p.json:1:1: /title: missing (what the prices are, in a line; must be not empty)\n"
            "p.json:1:1: /node_nm: missing (technology node, nm; must be above 0)");
}

TEST(PriceReaderMessages, StandingAndSourceAreNeverLeftOut) {
  EXPECT_EQ(problems_of(head + "\"components\": {\"part\": {}}}"),
            "p.json:2:24: /components/part/standing: missing (what the price rests on; must be one "
            "of \"published\", \"derived\", \"assumed\")\n"
            "p.json:2:24: /components/part/source: missing (where the price stands; must be not "
            "empty)");
  EXPECT_EQ(problems_of_boxes("\"pe\": {\"standing\": \"asumed\", \"source\": \"\"}"),
            "p.json:3:20: /boxes/pe/standing: \"asumed\" is not allowed: must be one of "
            "\"published\", \"derived\", \"assumed\"; did you mean \"assumed\"? (what the price "
            "rests on)\n"
            "p.json:3:40: /boxes/pe/source: \"\" is not allowed: must be not empty (where the "
            "price stands)");
}

TEST(PriceReaderMessages, UnknownKeysWithTheNearestName) {
  EXPECT_EQ(problems_of(head + "\"component\": {}}"),
            "p.json:2:1: /component: unknown key; did you mean \"components\"?");
  EXPECT_EQ(problems_of_component("\"read_pj\": 1,\n\"read_pJ\": 1, \"area\": 1"),
            "p.json:4:1: /components/part/read_pJ: unknown key; did you mean \"read_pj\"?\n"
            "p.json:4:15: /components/part/area: unknown key");
  EXPECT_EQ(problems_of_component("\"_pj\": 1, \"/_pj\": 1, \"a/b_pj\": 1"),
            "p.json:3:1: /components/part/_pj: unknown key\n"
            "p.json:3:11: /components/part/~1_pj: unknown key\n"
            "p.json:3:22: /components/part/a~1b_pj: unknown key");
}

TEST(PriceReaderMessages, WrongTypes) {
  EXPECT_EQ(problems_of(head + "\"components\": [], \"boxes\": {\"a\": 1, \"b\": {" + tail +
                        ", \"area_um2\": {\"attribute\": \"bits\"}}}}"),
            "p.json:2:15: /components: expected an object, got []\n"
            "p.json:2:34: /boxes/a: expected an object, got 1\n"
            "p.json:2:93: /boxes/b/area_um2: expected a number, got {\"attribute\":\"bits\"} "
            "(area, um2)");
  const std::string expected =
      "expected a number or an object with \"attribute\" and \"coefficients\" or with \"table\", "
      "\"node_nm\", \"device\" and \"column\", got ";
  EXPECT_EQ(problems_of_component("\"read_pj\": \"2\", \"area_um2\": {}"),
            "p.json:3:12: /components/part/read_pj: " + expected +
                "\"2\" (energy of one \"read\", pJ)\n"
                "p.json:3:29: /components/part/area_um2: " +
                expected + "{} (area, um2)");
}

TEST(PriceReaderMessages, NothingHasANegativePrice) {
  EXPECT_EQ(problems_of_component("\"leakage_mw\": -0.5"),
            "p.json:3:15: /components/part/leakage_mw: -0.5 is out of range: must be at least 0 "
            "(leakage, mW)");
}

TEST(PriceReaderMessages, PowerIsForBoxesAndEventsAreForComponents) {
  EXPECT_EQ(problems_of_component("\"power_mw\": 1"),
            "p.json:3:1: /components/part/power_mw: only a box can be priced by its power");
  EXPECT_EQ(problems_of_boxes("\"pe/queue\": {\"read_pj\": 1, " + tail + "}"),
            "p.json:3:14: /boxes/pe~1queue/read_pj: only a component can be priced by its events");
}

TEST(PriceReaderMessages, PowerNeedsItsClock) {
  EXPECT_EQ(problems_of(head + "\"boxes\": {\"pe\": {\"power_mw\": 0, " + tail + "}}}"),
            "p.json:1:1: /clock_mhz: missing (clock at which power_mw is drawn, MHz; must be above "
            "0)");
}

TEST(PriceReaderMessages, ABoxInsideAPricedBoxWouldBePaidTwice) {
  EXPECT_EQ(problems_of_boxes("\"pe/queue/slots\": {" + tail + "}, \"pe-x\": {" + tail +
                              "},\n\"pe\": {" + tail + "}"),
            "p.json:3:1: /boxes/pe~1queue~1slots: is inside the box pe, which is priced as a "
            "whole");
}

TEST(PriceReaderMessages, WhatIsGivenTwice) {
  EXPECT_EQ(problems_of_boxes("\"pe\": {" + tail + "},\n\"pe\": {" + tail + "}"),
            "p.json:4:1: /boxes/pe: given twice");
}

TEST(PriceReaderMessages, Polynomials) {
  EXPECT_EQ(
      problems_of_component(
          "\"read_pj\": {\"attribute\": \"\", \"coefficients\": []},\n"
          "\"write_pj\": {\"atribute\": \"bits\", \"coefficients\": [1, \"x\"], "
          "\"times\": \"entries\"},\n"
          "\"add_pj\": {\"attribute\": \"bits\", \"coefficients\": [1], \"times\": [1, \"\"]}"),
      "p.json:3:26: /components/part/read_pj/attribute: \"\" is not allowed: must be not "
      "empty (attribute that the price depends on)\n"
      "p.json:3:46: /components/part/read_pj/coefficients: [] is not allowed: must be not "
      "empty (factors of its powers, from the constant up)\n"
      "p.json:4:14: /components/part/write_pj/atribute: unknown key; did you mean "
      "\"attribute\"?\n"
      "p.json:4:13: /components/part/write_pj/attribute: missing (attribute that the price "
      "depends on; must be not empty)\n"
      "p.json:4:54: /components/part/write_pj/coefficients/1: expected a number, got \"x\" "
      "(factors of its powers, from the constant up)\n"
      "p.json:4:69: /components/part/write_pj/times: expected a list, got \"entries\" "
      "(attributes that multiply the price)\n"
      "p.json:5:64: /components/part/add_pj/times/0: expected a string, got 1 (attributes "
      "that multiply the price)\n"
      "p.json:5:67: /components/part/add_pj/times/1: \"\" is not allowed: must be not empty "
      "(attributes that multiply the price)");
}

TEST(PriceReaderMessages, Tables) {
  EXPECT_EQ(problems_of_component("\"area_um2\": {\"tabel\": \"t.csv\", \"node_nm\": 0, "
                                  "\"column\": \"reed_pj\", \"scale\": 0}"),
            "p.json:3:14: /components/part/area_um2/tabel: unknown key; did you mean \"table\"?\n"
            "p.json:3:13: /components/part/area_um2/table: missing (file of the table, relative to "
            "the price list; must be not empty)\n"
            "p.json:3:43: /components/part/area_um2/node_nm: 0 is out of range: must be above 0 "
            "(technology node, nm)\n"
            "p.json:3:13: /components/part/area_um2/device: missing (device type in the table; "
            "must be not empty)\n"
            "p.json:3:56: /components/part/area_um2/column: \"reed_pj\" is not allowed: must be "
            "one of \"read_pj\", \"write_pj\", \"leak_mw\", \"area_mm2\"; did you mean "
            "\"read_pj\"? (column of the table)\n"
            "p.json:3:76: /components/part/area_um2/scale: 0 is out of range: must be above 0 "
            "(factor from the column's unit to the price's)");
}

// Two prices from this table, in lines 3 and 4.
std::string problems_of_table(const std::string& table) {
  const std::string law =
      "{\"table\": \"t.csv\", \"node_nm\": 45, \"device\": \"lp\", \"column\": ";
  return problems_of_component(
      "\"read_pj\": " + law + "\"read_pj\"},\n\"area_um2\": " + law + "\"area_mm2\"}", table);
}

TEST(PriceReaderMessages, AMissingTableAtEachPlaceThatNamesIt) {
  EXPECT_EQ(problems_of_table(""),
            "p.json:3:22: /components/part/read_pj/table: t.csv: cannot open this table\n"
            "p.json:4:23: /components/part/area_um2/table: t.csv: cannot open this table");
  EXPECT_EQ(problems_of_table(columns + "45,hp,8,32,1,1,1,1\n"),
            "p.json:3:22: /components/part/read_pj/table: t.csv: has no row for lp at 45 nm, only "
            "for hp at 45 nm\n"
            "p.json:4:23: /components/part/area_um2/table: t.csv: has no row for lp at 45 nm, only "
            "for hp at 45 nm");
}

TEST(PriceReaderMessages, AWrongLineOfATableOnceAndThere) {
  EXPECT_EQ(problems_of_table(columns + "45,lp,8,32,1,1,x,1\n"),
            "t.csv:2:16: expected a number above 0, got \"x\"");
}

}  // namespace
}  // namespace sim::ledger
