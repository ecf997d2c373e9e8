// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/ledger.h"

#include <gtest/gtest.h>

#include <functional>

#include "sim/base/errors.h"

namespace sim::ledger {
namespace {

std::string fault_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Fault& fault) {
    return fault.what();
  }
  return "no fault";
}

TEST(Ledger, AnUnknownBoxIsAFault) {
  Ledger ledger;
  ledger.box("pe/queue", 4);
  EXPECT_EQ(fault_of([&] {
              ledger.open("pe", {"adder", "adder"});
            }),
            "the ledger knows no box \"pe\"");
}

TEST(Ledger, WhatIsThereTwiceIsAFault) {
  Ledger ledger;
  ledger.box("pe", 4);
  ledger.open("pe", {"adder", "adder"});
  ledger.open_off_chip({"dram", "dram"});
  EXPECT_EQ(fault_of([&] { ledger.box("pe", 2); }), "the ledger has a box \"pe\" already");
  EXPECT_EQ(fault_of([&] {
              ledger.open("pe", {"adder", "other"});
            }),
            "the ledger has an account pe/adder already");
  EXPECT_EQ(fault_of([&] {
              ledger.open_off_chip({"dram", "dram"});
            }),
            "the ledger has an account off_chip/dram already");
}

TEST(Ledger, MultipliesInstancesOfTheBoxAndInTheBox) {
  Ledger ledger;
  ledger.box("pe", 64);
  const auto& account = ledger.open("pe", {"banks", "sram", {{"bytes", 1024}}, 2});
  EXPECT_EQ(account.instances, 128);
  EXPECT_EQ(account.path(), "pe/banks");
  EXPECT_EQ(account.kind, "sram");
  EXPECT_EQ(account.attributes.at("bytes"), 1024);
  EXPECT_FALSE(account.off_chip);
}

TEST(Ledger, OffChipMemoryNeedsNoBox) {
  Ledger ledger;
  const auto& account = ledger.open_off_chip({"dram", "dram", {}, 2});
  EXPECT_TRUE(account.off_chip);
  EXPECT_EQ(account.path(), "off_chip/dram");
  EXPECT_EQ(account.instances, 2);
  EXPECT_TRUE(ledger.boxes().empty());
}

TEST(Ledger, CountersStayValidAfterManyOpens) {
  Ledger ledger;
  ledger.box("pe", 1);
  auto& first = ledger.open("pe", {"first", "adder"});
  auto& adds = first.event("add");
  for (int i = 0; i < 1000; ++i) {
    ledger.open("pe", {"adder" + std::to_string(i), "adder"});
    first.event("verb" + std::to_string(i));
  }
  adds += 7;
  const Ledger moved = std::move(ledger);
  adds += 1;
  EXPECT_EQ(moved.accounts().front().count("add"), 8);
  EXPECT_EQ(&moved.accounts().front(), &first);
}

TEST(Ledger, AVerbThatNeverHappenedCountsZero) {
  Ledger ledger;
  auto& account = ledger.open_off_chip({"dram", "dram"});
  EXPECT_EQ(account.count("read"), 0);
  EXPECT_TRUE(account.events.empty());
  account.event("read");
  EXPECT_EQ(account.events.size(), 1U);
  EXPECT_EQ(account.event("read"), 0);
}

}  // namespace
}  // namespace sim::ledger
