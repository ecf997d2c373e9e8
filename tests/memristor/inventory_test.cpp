// SPDX-License-Identifier: Apache-2.0
// What the machine is built of: ISAAC's Table I; and what is counted.
#include <gtest/gtest.h>

#include <map>

#include "arch/memristor/inventory.h"
#include "sim/ledger/price_reader.h"
#include "sim/machine/job.h"
#include "tests/memristor/network_case.h"

namespace arch::memristor::test {
namespace {

struct Line {
  double power_mw = 0;
  double area_um2 = 0;
};

// Read once: under the sanitizers that takes a second.
const sim::ledger::PriceList& prices() {
  static const auto list =
      sim::ledger::read_prices(NZSIM_SOURCE_DIR "/configs/prices/isaac_32nm.json");
  return list;
}

// Of one tile, by component; "unit/..." of all its units.
std::map<std::string, Line> table_of(Config config) {
  config.tiles = 1;
  const Memristor machine(config);
  std::map<std::string, Line> lines;
  for (const auto& component : sim::machine::full_load(machine, prices())) {
    lines[component.path] = {component.energy_pj / 100, component.area_um2};
  }
  return lines;
}

TEST(MemristorInventory, IsIsaacsTableOne) {
  const auto lines = table_of(shipped("isaac-ce"));
  const auto expect = [&](const std::string& path, double power_mw, double area_mm2) {
    EXPECT_NEAR(lines.at(path).power_mw, power_mw, power_mw * 1e-9) << path;
    EXPECT_NEAR(lines.at(path).area_um2, area_mm2 * 1e6, area_mm2) << path;
  };
  expect("tile/unit/adc", 12 * 16.0, 12 * 0.0096);
  expect("tile/unit/dac", 12 * 4.0, 12 * 0.00017);
  expect("tile/unit/sample_and_hold", 12 * 0.01, 12 * 0.00004);
  expect("tile/unit/crossbar", 12 * 2.4, 12 * 0.0002);
  expect("tile/unit/shift_and_add", 12 * 0.2, 12 * 0.00024);
  expect("tile/unit/input_register", 12 * 1.24, 12 * 0.0021);
  expect("tile/unit/output_register", 12 * 0.23, 12 * 0.00077);
  expect("tile/edram", 20.7, 0.083);
  expect("tile/bus", 7, 0.090);
  expect("tile/router_share", 42.0 / 4, 0.151 / 4);
  expect("tile/sigmoid", 0.52, 0.0006);
  expect("tile/shift_and_add", 0.05, 0.00006);
  expect("tile/max_pool", 0.4, 0.00024);
  expect("tile/output_register", 1.68, 0.0032);
  expect("chip/links", 10400, 22.88);
  EXPECT_EQ(lines.size(), 15u);
}

// Of one ADC: pJ per conversion, um2.
std::pair<double, double> adc(const std::string& law, int bits) {
  auto config = shipped("isaac-ce");
  config.adc_price = law;
  config.design.adc.bits = bits;
  const auto line = table_of(config).at("tile/unit/adc");
  return {line.power_mw * 100 / (12 * 8 * 128), line.area_um2 / (12 * 8)};
}

// The Accelergy hwcomponents library's table for ISAAC's ADC of 3 to 10 bits.
TEST(MemristorInventory, AdcsOfOtherWidthsAreScaledAsOthersDo) {
  const double energy[] = {0.588, 0.786, 0.988, 1.196, 1.418, 1.667, 1.969, 2.379};
  const double area[] = {262.2, 361.0, 476.9, 626.9, 845.2, 1200, 1828, 3002};
  for (int bits = 3; bits <= 10; ++bits) {
    const auto [pj, um2] = adc("adc_scaled", bits);
    EXPECT_NEAR(pj, energy[bits - 3], 6e-4) << bits;
    EXPECT_NEAR(um2, area[bits - 3], 0.5) << bits;
    EXPECT_NEAR(adc("adc_isaac", bits).first / pj, 1.2 / 1.28, 1e-4) << bits;
    EXPECT_NEAR(adc("adc_forms", bits).first / pj, 0.2262 / 0.7862, 1e-3) << bits;
  }
}

TEST(MemristorInventory, EveryLawOfAdcsHasIsaacsOwnAt8Bits) {
  for (const char* law : {"adc_isaac", "adc_doubling", "adc_linear"}) {
    EXPECT_NEAR(adc(law, 8).first, 2 / 1.28, 1e-6) << law;
    EXPECT_NEAR(adc(law, 8).second, 1200, 1e-2) << law;
  }
  EXPECT_NEAR(adc("adc_doubling", 7).first, 1 / 1.28, 1e-6);
  EXPECT_NEAR(adc("adc_linear", 4).first, 1 / 1.28, 1e-6);
  EXPECT_NEAR(adc("adc_forms", 4).first, 15.2 / 32 / 2.1, 1e-6);
  EXPECT_NEAR(adc("adc_forms", 4).second, 9100 / 32.0, 1e-2);
}

TEST(MemristorInventory, AChipHas16128Arrays) {
  const auto config = shipped("isaac-ce");
  const auto ledger = Memristor(config).inventory();
  std::map<std::string, std::int64_t> instances;
  for (const auto& account : ledger.accounts()) instances[account.path()] = account.instances;
  EXPECT_EQ(instances.at("tile/unit/crossbar"), 16128);
  EXPECT_EQ(instances.at("tile/unit/adc"), 16128);
  EXPECT_EQ(instances.at("tile/unit/dac"), 16128 * 128);
  EXPECT_EQ(mac_slots(config, config.units_per_chip()), 16128 * 128);
}

// 128 x 16 weights: 16 reads of 129 columns, the one for the sum of the inputs among them.
TEST(MemristorInventory, CountsWhatAWindowDoes) {
  auto config = shipped("isaac-ce");
  config.rounds = 2;
  const auto ran = run({config, {layer_of_ones("one", FullyConnected{128, 16})}}).run;
  const auto& ledger = ran.layers.front().ledger;
  EXPECT_EQ(count(ledger, "tile/unit/adc", "convert"), 2 * 16 * 129);
  EXPECT_EQ(count(ledger, "tile/unit/sample_and_hold", "sample"), 2 * 16 * 129);
  EXPECT_EQ(count(ledger, "tile/unit/shift_and_add", "merge"), 2 * 16 * 129);
  EXPECT_EQ(count(ledger, "tile/unit/dac", "drive"), 2 * 16 * 128);
  EXPECT_EQ(count(ledger, "tile/unit/crossbar", "read_cell"), 2 * 16 * 129 * 128);
  EXPECT_EQ(count(ledger, "tile/edram", "read"), 2 * 128 * 16 / 256);
  EXPECT_EQ(count(ledger, "tile/edram", "write"), 2 * 128 * 16 / 256);
  EXPECT_EQ(count(ledger, "tile/bus", "transfer_bit"), 2 * (128 + 16) * 16);
  EXPECT_EQ(count(ledger, "tile/sigmoid", "apply"), 2 * 16);
  EXPECT_EQ(count(ledger, "tile/shift_and_add", "add"), 2 * 16);
  EXPECT_EQ(count(ledger, "tile/max_pool", "compare"), 0);
  EXPECT_EQ(count(ledger, "tile/router_share", "pass"), 2 * 16 * 16 / 32);
}

// 3 strips of 300 inputs; a third of the 144 inputs of each of 2 windows.
TEST(MemristorInventory, CountsSumsOfStripsAndInputsThatAreNew) {
  auto config = one_copy();
  const auto strips = run({config, {layer_of_ones("one", FullyConnected{300, 16})}}).run;
  EXPECT_EQ(count(strips.layers[0].ledger, "tile/shift_and_add", "add"), 3 * 16);
  const auto shape = Convolution{16, 3, 4, 16, 3, 3, 1, 0, 1};
  const auto windows = run({config, {layer_of_ones("one", shape)}}).run;
  EXPECT_EQ(count(windows.layers[0].ledger, "tile/edram", "read"), 2 * 48 * 16 / 256);
  EXPECT_EQ(count(windows.layers[0].ledger, "tile/bus", "transfer_bit"), 2 * (48 + 16) * 16);
}

TEST(MemristorInventory, MultipliesAsOftenAsItsEncodingLetsIt) {
  auto config = shipped("isaac-ce");
  config.design.encoding = Encoding::differential;  // two arrays for a weight
  EXPECT_EQ(mac_slots(config, 1), 8 * 128 * 16 / 16 / 2);
  config.design.encoding = Encoding::fragments;  // 4 of 128 rows at a time
  config.design.fragment_rows = 4;
  EXPECT_EQ(mac_slots(config, 1), 8 * 4 * 16 / 16);
  const auto load = full_load(config, {1, 1, 1}, 10);
  EXPECT_EQ(load.drives, 8 * 4 * 10);
  EXPECT_EQ(load.cells, 8 * 4 * 128 * 10);
  EXPECT_EQ(load.conversions, 8 * 128 * 10);
}

TEST(MemristorInventory, PooledOutputsAreCompared) {
  auto config = shipped("isaac-ce");
  config.rounds = 1;
  const auto ran = run({config,
                        {layer_of_ones("a", Convolution{1, 4, 4, 2, 1, 1, 1, 0, 1}),
                         layer_of_ones("b", Convolution{2, 2, 2, 1, 1, 1, 1, 0, 1})}})
                       .run;
  EXPECT_EQ(count(ran.layers[0].ledger, "tile/max_pool", "compare"), 32);
  EXPECT_EQ(count(ran.layers[1].ledger, "tile/max_pool", "compare"), 0);
}

}  // namespace
}  // namespace arch::memristor::test
