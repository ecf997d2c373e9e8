// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, against Tables 3 and 4 of the paper.
#include "arch/scnn/inventory.h"

#include <gtest/gtest.h>

#include "sim/ledger/bill.h"
#include "sim/ledger/price_reader.h"
#include "tests/scnn/convolution_case.h"

namespace arch::scnn::test {
namespace {

TEST(ScnnInventory, HasThePartsOfTable3) {
  const auto ledger = take_inventory(isca2017());
  std::int64_t multipliers = 0, banks = 0;
  double ram_bytes = 0;
  for (const auto& account : ledger.accounts()) {
    if (account.kind == "multiplier") multipliers += account.instances;
    if (account.kind == "accumulator_bank") banks += account.instances;
    if (account.kind == "sram") {
      ram_bytes += account.attributes.at("bytes") * static_cast<double>(account.instances);
    }
  }
  EXPECT_EQ(multipliers, 1024);
  EXPECT_EQ(banks, 64 * 2 * 32);
  EXPECT_EQ(ram_bytes, 64 * 2 * 10240);
}

TEST(ScnnInventory, HasTheAreasOfTable4) {
  const auto prices = sim::ledger::read_prices(NZSIM_SOURCE_DIR "/configs/prices/scnn_16nm.json");
  const auto bill = settle(take_inventory(isca2017()), prices, sim::Time{0}, sim::Time{1000});
  EXPECT_NEAR(sim::in_square_millimetres(bill.area()), 64 * 0.124, 0.1);
}

TEST(ScnnInventory, CountsWhatTheBlocksDid) {
  // 4 x 4 pairs of vectors on one PE: 16 positions, 16 filters.
  auto config = isca2017();
  config.grid_rows = config.grid_columns = 1;
  const auto run = test::run(config, make_case({1, 4, 4, 16, 1, 1}, 1, 1));
  const auto count = [&](const std::string& component, const std::string& verb) {
    for (const auto& account : run.ledger.accounts()) {
      if (account.component == component) return account.count(verb);
    }
    return std::int64_t{-1};
  };
  EXPECT_EQ(count("multiplier", "multiply"), 256);
  EXPECT_EQ(count("crossbar", "transfer"), 256);
  EXPECT_EQ(count("weight_fifo", "write"), 4);
  EXPECT_EQ(count("weight_fifo", "read"), 16);
  EXPECT_EQ(count("input_ram", "read"), 4);
  EXPECT_EQ(count("bank", "read"), 256 + 256);
  EXPECT_EQ(count("bank", "write"), 256);
  EXPECT_EQ(count("ppu", "process"), 256);
  EXPECT_EQ(count("dram", "read"), 4 * 80);
  EXPECT_EQ(count("halo_link", "transfer"), 0);
}

TEST(ScnnInventory, AMergeUnitComparesAllAddressesAndAddsWhatIsEqual) {
  auto config = isca2017();
  config.grid_rows = config.grid_columns = 1;
  config.merges = true;
  // Two neighbours and two weights are four products for three accumulators: one addition. Four
  // filters are two pairs.
  const auto run = test::run(config, make_case({1, 1, 2, 4, 1, 2}, 1, 1));
  std::int64_t comparisons = 0, additions = 0, transfers = 0;
  for (const auto& account : run.ledger.accounts()) {
    if (account.component == "crossbar") transfers = account.count("transfer");
    if (account.box != "processing_element/merge_unit") continue;
    (account.component == "comparator" ? comparisons : additions) = account.count("add");
  }
  EXPECT_EQ(comparisons, 2 * 16 * 15 / 2);
  EXPECT_EQ(additions, 4);
  EXPECT_EQ(transfers, 12);
}

}  // namespace
}  // namespace arch::scnn::test
