// SPDX-License-Identifier: Apache-2.0
// What ships: configs, prices, inventory; the trends that pruning and quantisation must follow.
#include <gtest/gtest.h>

#include <map>

#include "sim/ledger/bill.h"
#include "sim/ledger/price_reader.h"
#include "sim/machine/setup.h"
#include "tests/sot_mram/layer_case.h"

namespace arch::sot_mram::test {
namespace {

const std::filesystem::path source_folder = NZSIM_SOURCE_DIR;

TEST(SotMramShipped, HasTheBoxesOfTheLineage) {
  using Boxes = std::vector<std::pair<std::string, std::int64_t>>;
  EXPECT_EQ(SotMram(imce()).inventory().boxes(), (Boxes{{"sub_array", 16},
                                                        {"digital_unit", 4},
                                                        {"bus", 4},
                                                        {"kernel_bank", 1},
                                                        {"image_bank", 1}}));
}

TEST(SotMramShipped, HasASenseAmplifierForEveryColumnAndNoEvents) {
  const auto ledger = SotMram(imce()).inventory();
  std::map<std::string, std::int64_t> instances;
  for (const auto& account : ledger.accounts()) {
    for (const auto& event : account.events) EXPECT_EQ(event.count, 0) << account.path();
    instances[account.path()] = account.instances;
  }
  EXPECT_EQ(instances["sub_array/sense_amplifiers"], 16 * 512);
  EXPECT_EQ(instances["sub_array/bit_counter"], 16 * 512);
  EXPECT_EQ(instances["digital_unit/adders"], 16);
}

// NVSim: 80,527 um2 for the array with its sense amplifiers.
TEST(SotMramShipped, ASubArrayHasTheAreaThatNvsimGives) {
  const auto prices = sim::ledger::read_prices(source_folder / "configs/prices/sot_mram_45nm.json");
  const auto inventory = SotMram(imce()).inventory();
  const auto bill = sim::ledger::settle(inventory, prices, sim::Time{0}, sim::Time{1});
  double area = 0;
  for (const auto& line : bill.lines) {
    if (line.path == "sub_array/cells" || line.path == "sub_array/sense_amplifiers") {
      area += sim::in_square_micrometres(line.area) / 16;
    }
  }
  EXPECT_NEAR(area, 80527, 80527 * 0.001);
}

TEST(SotMramShipped, EveryConfigIsConsistentAndSaysWhereItIsFrom) {
  const std::vector<sim::machine::CatalogEntry> catalog = {{"sot_mram", "", blueprint}};
  for (const std::string name : {"imce", "imce_stt", "memory"}) {
    const auto setup =
        sim::machine::read_setup(source_folder / ("configs/sot_mram/" + name + ".json"), name, {},
                                 catalog, source_folder / "configs/prices");
    auto config = imce();
    for (const auto& field : config.fields()) {
      EXPECT_TRUE(setup.sources.contains(field.key)) << name << ": " << field.key;
    }
    EXPECT_TRUE(setup.blueprint->contradictions().empty()) << name;
  }
}

TEST(SotMramShipped, ContradictionsAreFound) {
  using Problems = std::vector<std::pair<std::string, std::string>>;
  auto config = imce();
  config.antiparallel_ohm = 3000;
  config.scratch_rows = 255;
  EXPECT_EQ(config.contradictions(),
            (Problems{{"cell/antiparallel_ohm", "3000 is not above cell/parallel_ohm, 3000"},
                      {"sub_array/scratch_rows", "255 of 256 rows leave no two for operands"}}));
  config = imce();
  config.scratch_rows = 254;
  config.offset_millivolts = 20.1;
  EXPECT_EQ(config.contradictions(),
            (Problems{{"sense_amplifier/offset_mv",
                       "20.1 is more than the margin of two active cells, 20 mV (cell/*_ohm, "
                       "sense_amplifier/current_ua)"}}));
  config.offset_millivolts = 20;
  EXPECT_TRUE(config.contradictions().empty());
  config.sensing = Sensing::logic_xor;
  EXPECT_EQ(config.contradictions(),
            (Problems{{"sense_amplifier/function",
                       "xor is for weights whose bits are -1 and +1: affine ones "
                       "(weights/encoding)"}}));
  config.weight_code = Encoding::affine;
  EXPECT_TRUE(config.contradictions().empty());
}

double passes(const LayerCase& layer) { return figure(run(layer), "passes"); }

TEST(SotMramShipped, PassesAreTheProductOfTheWidthsItemsAndSegments) {
  auto layer = ones(imce(), 1300, 40);
  layer.weight_bits = 8;
  layer.input_bits = 9;
  EXPECT_EQ(passes(layer), 3 * 40 * 8 * 8);
  layer.weight_bits = 2;
  layer.input_bits = 5;
  EXPECT_EQ(passes(layer), 3 * 40 * 2 * 4);
}

// No gain until a whole segment goes: 1300 terms are 3 segments, 1024 are 2.
TEST(SotMramShipped, PruningTermsPaysInSteps) {
  auto layer = ones(imce(), 1300, 40);
  const auto keep = [&](std::size_t terms) {
    for (std::size_t i = 0; i < 40; ++i) {
      for (std::size_t j = 0; j < 1300; ++j) layer.weights(i, j) = j < terms;
    }
    return passes(layer);
  };
  const auto dense = keep(1300);
  EXPECT_EQ(keep(1025), dense);
  EXPECT_EQ(keep(1024), dense * 2 / 3);
  EXPECT_EQ(keep(512), dense / 3);
}

TEST(SotMramShipped, PruningFiltersPaysAtOnceAndSingleWeightsNothing) {
  auto layer = ones(imce(), 600, 40);
  const auto dense = passes(layer);
  for (std::size_t j = 0; j < 600; ++j) layer.weights(7, j) = 0;
  EXPECT_EQ(passes(layer), dense * 39 / 40);
  for (std::size_t i = 0; i < 40; ++i) {
    for (std::size_t j = 0; j < 600; ++j) layer.weights(i, j) = (i + j) % 10 == 0;
  }
  EXPECT_EQ(passes(layer), dense);
}

}  // namespace
}  // namespace arch::sot_mram::test
