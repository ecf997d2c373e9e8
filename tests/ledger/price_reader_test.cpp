// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/price_reader.h"

#include <gtest/gtest.h>

#include "sim/ledger/bill.h"
#include "tests/base/temporary_folder.h"

namespace sim::ledger {
namespace {

const std::string small_list = R"({
  "title": "a test", "node_nm": 45, "clock_mhz": 800,  // comments are allowed
  "components": {
    "part": {
      "read_pj": 2,
      "write_back_pj": {"attribute": "bits", "coefficients": [1, 2], "times": ["ports"]},
      "area_um2": {"table": "tables/t.csv", "node_nm": 45, "device": "lp", "column": "area_mm2",
                   "scale": 1e6},
      "leakage_mw": {"table": "tables/../tables/t.csv", "node_nm": 45, "device": "lp",
                     "column": "leak_mw"},
      "standing": "derived", "source": "a paper"
    }
  },
  "boxes": {
    "pe/queue": {"power_mw": 0.5, "area_um2": 7, "leakage_mw": 0, "standing": "published",
                 "source": "a table"}
  }
})";

PriceList read_small_list() {
  const TemporaryFolder folder;
  folder.write("tables/t.csv",
               "node_nm,device,bytes,width_bits,read_pJ,write_pJ,leak_mW,area_mm2\n"
               "45,lp,1024,32,1,2,3,4\n");
  return read_prices(folder.write("small_list.json", small_list));
}

TEST(PriceReader, ReadsEveryKindOfPrice) {
  const auto list = read_small_list();
  EXPECT_EQ(list.name, "small_list");
  EXPECT_EQ(list.title, "a test");
  EXPECT_EQ(list.node_nm, 45);
  EXPECT_EQ(list.clock_mhz, 800);
  Account account;
  account.attributes = {{"bits", 8}, {"ports", 3}, {"bytes", 1024}, {"width_bits", 32}};
  const auto& part = list.components.at("part");
  EXPECT_EQ(part.energy_pj.size(), 2U);
  EXPECT_EQ(part.energy_pj.at("read").price(account), 2);
  EXPECT_EQ(part.energy_pj.at("write_back").price(account), (1 + 2 * 8) * 3);
  EXPECT_EQ(part.area_um2->price(account), 4e6);
  EXPECT_EQ(part.leakage_mw->price(account), 3);
  EXPECT_EQ(part.standing, Standing::derived);
  EXPECT_EQ(part.source, "a paper");
}

TEST(PriceReader, ReadsBoxes) {
  const auto list = read_small_list();
  const auto& queue = list.boxes.at("pe/queue");
  EXPECT_EQ(queue.power_mw->price({}), 0.5);
  EXPECT_EQ(queue.area_um2->price({}), 7);
  EXPECT_EQ(queue.leakage_mw->price({}), 0);
  EXPECT_EQ(queue.standing, Standing::published);
  EXPECT_EQ(list.box_around("pe/queue/slots"), &*list.boxes.begin());
  EXPECT_EQ(list.box_around("pe/queues"), nullptr);
  EXPECT_EQ(list.box_around("pe"), nullptr);
}

TEST(PriceReader, NeedsNoClockWithoutPower) {
  const TemporaryFolder folder;
  const auto list = read_prices(folder.write("a.json", R"({"title": "t", "node_nm": 45})"));
  EXPECT_EQ(list.clock_mhz, 0);
}

// A machine with a component of each kind that the shipped lists know, two boxes of EIE's figure
// among them.
// Its boxes stand in another one if `around` names it.
Ledger small_machine(const std::string& around) {
  Ledger ledger;
  if (!around.empty()) ledger.box(around, 1);
  const auto element = (around.empty() ? "" : around + '/') + "processing_element/";
  ledger.box(element + "arithmetic_unit", 64);
  ledger.box(element + "filler_cells", 64);
  const auto box = element + "arithmetic_unit";
  ledger.open(box, {"multiplier", "multiplier", {{"bits", 16}}}).event("multiply") = 100;
  ledger.open(box, {"adder", "adder", {{"bits", 16}}}).event("add") = 100;
  auto& memory = ledger.open(box, {"memory", "sram", {{"bytes", 131072}, {"width_bits", 64}}});
  memory.event("read") = 100;
  memory.event("write") = 100;
  auto& registers = ledger.open(box, {"file", "register_file", {{"bits", 16}, {"entries", 64}}});
  registers.event("read") = 100;
  registers.event("write") = 100;
  ledger.open_off_chip({"dram", "dram"}).event("read") = 64;
  return ledger;
}

TEST(PriceReader, EveryShippedListPricesASmallMachine) {
  int lists = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(NZSIM_SOURCE_DIR "/configs/prices")) {
    if (entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().filename());
    ++lists;
    const auto list = read_prices(entry.path());
    EXPECT_FALSE(list.title.empty());
    const bool prices_the_board = list.boxes.contains("board");
    // Memories that compute are settled in the tests of their machines.
    if (!prices_the_board && !list.components.contains("multiplier")) continue;
    const auto machine = small_machine(prices_the_board ? "board" : "");
    const auto bill = settle(machine, list, Time{1'000'000}, Time{1000});
    EXPECT_GT(in_picojoules(bill.on_chip()), 0);
    // From LPDDR4 to DDR3, a bit costs 4 to 25 pJ.
    EXPECT_GT(in_picojoules(bill.off_chip()) / 64, 4);
    EXPECT_LT(in_picojoules(bill.off_chip()) / 64, 25);
    // Of a board, no area is known.
    EXPECT_EQ(in_square_millimetres(bill.area()) > 0, !prices_the_board);
    const auto shares = bill.energy_shares();
    EXPECT_NEAR(shares[0] + shares[1] + shares[2], 1, 1e-12);
  }
  EXPECT_GE(lists, 3);
}

TEST(PriceReader, TheShippedListsSayWhatTheirSourcesSay) {
  const std::filesystem::path folder = NZSIM_SOURCE_DIR "/configs/prices";
  const auto blocks = read_prices(folder / "building_blocks_45nm.json");
  Account account;
  account.attributes = {{"bits", 32}, {"bytes", 131072}, {"width_bits", 64}};
  // Horowitz: 3.1 pJ and 3495 um2 for 32 bits.
  const auto& multiplier = blocks.components.at("multiplier");
  EXPECT_NEAR(multiplier.energy_pj.at("multiply").price(account), 3.1, 1e-4);
  EXPECT_NEAR(multiplier.area_um2->price(account), 3495, 1);
  EXPECT_EQ(blocks.components.at("sram").energy_pj.at("read").price(account), 32.286);
  EXPECT_EQ(blocks.components.at("sram").area_um2->price(account), 0.42959 * 1e6);
  // EIE's Table II: a PE of 638,024 um2 and 9.157 mW (the sum of its rows: 9.158).
  const auto eie = read_prices(folder / "eie_table2_45nm.json");
  double area = 0, power = 0;
  for (const auto& [path, price] : eie.boxes) {
    if (!path.starts_with("processing_element/")) continue;
    area += price.area_um2->price({});
    power += price.power_mw->price({});
  }
  EXPECT_NEAR(area, 638024, 1);
  EXPECT_NEAR(power, 9.157, 0.0015);
}

}  // namespace
}  // namespace sim::ledger
