// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/bill.h"

#include <gtest/gtest.h>

#include "tests/ledger/message_of.h"

namespace sim::ledger {
namespace {

constexpr Time period{1000};
constexpr Time run_time = 1000 * period;

Price price_of(Standing standing, const std::map<std::string, Law>& energy_pj,
               const Law& area_um2) {
  Price price;
  price.standing = standing;
  price.energy_pj = energy_pj;
  price.area_um2 = area_um2;
  return price;
}

// At 500 MHz the queue takes 3 mW x 2 ns = 6 pJ per cycle.
PriceList prices() {
  PriceList list;
  list.name = "list";
  list.clock_mhz = 500;
  list.components = {
      {"multiplier", price_of(Standing::derived, {{"multiply", Law::polynomial("bits", {0, 0.5})}},
                              Law::polynomial("bits", {0, 10}))},
      {"sram", price_of(Standing::published, {{"read", Law::constant(2)}}, Law::constant(1000))},
      {"dram", price_of(Standing::assumed, {{"read", Law::constant(20)}}, Law::constant(0))}};
  list.components.at("sram").leakage_mw = Law::constant(0.5);
  list.boxes = {{"pe/queue", price_of(Standing::assumed, {}, Law::constant(7))}};
  list.boxes.at("pe/queue").power_mw = Law::constant(3);
  return list;
}

Ledger machine() {
  Ledger ledger;
  ledger.box("pe/queue", 2);
  ledger.box("pe/arithmetic", 4);
  ledger.open("pe/arithmetic", {"multiplier", "multiplier", {{"bits", 16}}}).event("multiply") =
      100;
  ledger.open("pe/arithmetic", {"memory", "sram"}).event("read") = 50;
  ledger.open("pe/queue", {"registers", "what the list has no price for"}).event("push") = 1;
  ledger.open_off_chip({"dram", "dram"}).event("read") = 10;
  return ledger;
}

const BillLine& line_of(const Bill& bill, const std::string& path) {
  for (const auto& line : bill.lines) {
    if (line.path == path) return line;
  }
  throw Fault("no line " + path);
}

double picojoules_of(const Bill& bill, const std::string& path) {
  return in_picojoules(line_of(bill, path).energy);
}

TEST(Bill, IsTheSumThatAHandComputes) {
  const auto bill = settle(machine(), prices(), run_time, period);
  EXPECT_EQ(bill.prices, "list");
  ASSERT_EQ(bill.lines.size(), 4U);
  // 100 multiplications of 16 bits x 0.5 pJ.
  EXPECT_NEAR(picojoules_of(bill, "pe/arithmetic/multiplier"), 800, 1e-9);
  // 50 reads of 2 pJ, and 4 memories that leak 0.5 mW for 1 us.
  EXPECT_NEAR(picojoules_of(bill, "pe/arithmetic/memory"), 100 + 2000, 1e-9);
  // 2 queues, 1000 cycles of 6 pJ.
  EXPECT_NEAR(picojoules_of(bill, "pe/queue"), 12000, 1e-8);
  EXPECT_NEAR(in_picojoules(bill.on_chip()), 800 + 2100 + 12000, 1e-8);
  EXPECT_NEAR(in_square_micrometres(bill.area()), 4 * 160 + 4 * 1000 + 2 * 7, 1e-9);
  EXPECT_EQ(line_of(bill, "pe/queue").instances, 2);
  EXPECT_EQ(line_of(bill, "pe/arithmetic/memory").standing, Standing::published);
}

TEST(Bill, KeepsOffChipMemoryApart) {
  auto list = prices();
  list.components.at("dram").area_um2 = Law::constant(1e6);
  const auto bill = settle(machine(), list, run_time, period);
  EXPECT_NEAR(in_picojoules(bill.off_chip()), 200, 1e-9);
  EXPECT_NEAR(in_picojoules(bill.on_chip()), 14900, 1e-8);
  EXPECT_NEAR(in_square_micrometres(bill.area()), 4654, 1e-9);
  EXPECT_TRUE(line_of(bill, "off_chip/dram").off_chip);
}

TEST(Bill, NoBoxCanPayForOffChipMemory) {
  auto list = prices();
  list.boxes.emplace("off_chip", list.boxes.at("pe/queue"));
  const auto bill = settle(machine(), list, run_time, period);
  EXPECT_NEAR(in_picojoules(bill.off_chip()), 200, 1e-9);
}

TEST(Bill, ABoxTakesTheSameEnergyPerCycleAtAnyClock) {
  const auto fast = settle(machine(), prices(), run_time, period);
  const auto slow = settle(machine(), prices(), 2 * run_time, 2 * period);
  EXPECT_NEAR(picojoules_of(slow, "pe/queue"), picojoules_of(fast, "pe/queue"), 1e-8);
  // Events cost the same too, but leakage takes its time.
  EXPECT_NEAR(picojoules_of(slow, "pe/arithmetic/multiplier"), 800, 1e-9);
  EXPECT_NEAR(picojoules_of(slow, "pe/arithmetic/memory"), 100 + 4000, 1e-9);
}

TEST(Bill, SharesOfPublishedDerivedAndAssumedSumToOne) {
  const auto bill = settle(machine(), prices(), run_time, period);
  const auto energy = bill.energy_shares();
  EXPECT_NEAR(energy[0], 2100.0 / 14900, 1e-12);
  EXPECT_NEAR(energy[1], 800.0 / 14900, 1e-12);
  EXPECT_NEAR(energy[2], 12000.0 / 14900, 1e-12);
  EXPECT_NEAR(energy[0] + energy[1] + energy[2], 1, 1e-12);
  const auto area = bill.area_shares();
  EXPECT_NEAR(area[0], 4000.0 / 4654, 1e-12);
  EXPECT_NEAR(area[0] + area[1] + area[2], 1, 1e-12);
}

TEST(Bill, OfNothingHasNoShares) {
  const auto bill = settle(Ledger{}, PriceList{}, Time{0}, period);
  EXPECT_EQ(bill.energy_shares(), (Shares{0, 0, 0}));
  EXPECT_EQ(in_picojoules(bill.on_chip()), 0);
}

TEST(Bill, KnowsTheAreaBeforeTheFirstCycle) {
  const auto bill = settle(machine(), prices(), Time{0}, period);
  EXPECT_NEAR(in_square_micrometres(bill.area()), 4654, 1e-9);
}

std::string problems_of(const Ledger& ledger, const PriceList& list) {
  return message_of([&] { settle(ledger, list, run_time, period); });
}

TEST(Bill, NamesEveryMissingPriceAtOnce) {
  auto list = prices();
  list.components.at("sram").area_um2.reset();
  list.boxes.at("pe/queue").area_um2.reset();
  list.boxes.at("pe/queue").power_mw.reset();
  auto ledger = machine();
  ledger.box("pe/other", 1);
  ledger.open("pe/other", {"a", "sramm"});
  ledger.open("pe/other", {"b", "crossbar"}).event("pass") = 3;
  auto& memory = ledger.open("pe/other", {"c", "sram"});
  memory.event("reed") = 1;
  memory.event("write") = 1;
  ledger.open("pe/other", {"d", "multiplier"}).event("multiply") = 1;
  EXPECT_EQ(problems_of(ledger, list),
            "list: no power for the box (box pe/queue)\n"
            "list: no area for the box (box pe/queue)\n"
            "list: no area for sram (component pe/arithmetic/memory)\n"
            "list: no price for sramm; did you mean \"sram\"? (component pe/other/a)\n"
            "list: no price for crossbar (component pe/other/b)\n"
            "list: no area for sram (component pe/other/c)\n"
            "list: no energy for \"reed\" of sram; did you mean \"read\"? (component pe/other/c)\n"
            "list: no energy for \"write\" of sram (component pe/other/c)\n"
            "list: the price of multiplier depends on its bits, which is not stated (component "
            "pe/other/d)");
}

TEST(Bill, AVerbThatNeverHappenedNeedsAPriceToo) {
  auto ledger = machine();
  ledger.box("pe/other", 1);
  ledger.open("pe/other", {"memory", "sram"}).event("write") = 0;
  EXPECT_EQ(problems_of(ledger, prices()),
            "list: no energy for \"write\" of sram (component pe/other/memory)");
}

TEST(Bill, AComponentIsNotFreeBecauseAnUndeclaredBoxAroundItHasAPrice) {
  auto list = prices();
  list.boxes = {{"pe", list.boxes.at("pe/queue")}};
  EXPECT_EQ(problems_of(machine(), list), "list: the machine has no such box (pe)");
}

TEST(Bill, ABoxThatIsNotOnTheMachineCostsNothing) {
  auto list = prices();
  list.boxes.emplace("elsewhere", list.boxes.at("pe/queue"));
  EXPECT_EQ(settle(machine(), list, run_time, period).lines.size(), 4U);
}

TEST(Bill, NeedsATimeAndAClock) {
  EXPECT_THROW(settle(machine(), prices(), run_time, Time{0}), Fault);
  EXPECT_THROW(settle(machine(), prices(), Time{-1}, period), Fault);
  auto list = prices();
  list.clock_mhz = 0;
  EXPECT_THROW(settle(machine(), list, run_time, period), Fault);
}

}  // namespace
}  // namespace sim::ledger
