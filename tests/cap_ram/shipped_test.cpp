// SPDX-License-Identifier: Apache-2.0
// The configs that ship: what the paper says of the macro, sources, contradictions, counts.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "arch/cap_ram/inventory.h"
#include "sim/ledger/bill.h"
#include "sim/machine/setup.h"
#include "sim/workload/network_reader.h"
#include "tests/cap_ram/layer_case.h"

namespace arch::cap_ram::test {
namespace {

const std::filesystem::path source_folder = NZSIM_SOURCE_DIR;

TEST(CapRamShipped, InventoryIsThatOfThePaper) {
  const auto inventory = CapRam(jssc2021()).inventory();
  std::map<std::string, std::int64_t> instances;
  for (const auto& account : inventory.accounts()) {
    for (const auto& event : account.events) EXPECT_EQ(event.count, 0) << account.path();
    instances[account.component] = account.instances;
    if (account.component == "cells") {
      EXPECT_EQ(account.attributes.at("bits"), 512 * 128);
    }
  }
  EXPECT_EQ(instances["mac_circuits"], 512 * 128 / 8);
  EXPECT_EQ(instances["converter"], 32);
  EXPECT_EQ(instances["drivers"], 256);
}

TEST(CapRamShipped, PeakIs8192ProductsPerCycleOf28Nanoseconds) {
  auto layer = ones(jssc2021(), 256, 32);
  const auto result = run(layer);
  EXPECT_EQ(result.mac_slots_per_cycle, 8192);
  EXPECT_NEAR(2e3 * 8192 / static_cast<double>(result.period.count()), 573.44, 0.01);
  EXPECT_EQ(figure(result, "circuits_in_use"), 1);
  layer.config = shipped("jssc2021_differential");
  EXPECT_EQ(run(layer).mac_slots_per_cycle, 4096);
}

// In cells: 2 for every ternary weight that is not pruned away with its whole column.
TEST(CapRamShipped, LeNet5AndResNet20FitOneMacro) {
  for (const std::string name : {"lenet-5-structured", "resnet20-structured"}) {
    std::size_t cells = 0;
    for (const auto& layer :
         sim::workload::read_network(source_folder / "workloads" / (name + ".json")).layers) {
      const auto mapping = map_layer(shipped("jssc2021_differential"), layer.shape,
                                     load_weights(layer), load_activations(layer), layer.place);
      EXPECT_EQ(mapping.rounds.size(), 1u) << name << ' ' << layer.name;
      EXPECT_EQ(mapping.digits.count(), 1) << name << ' ' << layer.name;
      for (const auto& tile : mapping.tiles) {
        cells += 2 * tile.columns.size() *
                 mapping.segments[static_cast<std::size_t>(tile.segment)].inputs.size();
      }
    }
    EXPECT_LE(cells, 65536u) << name;
    EXPECT_GT(cells, 58000u) << name;
  }
}

TEST(CapRamShipped, EveryParameterHasASource) {
  const std::vector<sim::machine::CatalogEntry> catalog = {{"cap_ram", "", blueprint}};
  for (const auto& entry : std::filesystem::directory_iterator(source_folder / "configs/cap_ram")) {
    const auto name = entry.path().stem().string();
    const auto setup = sim::machine::read_setup(entry.path(), "cap_ram/" + name, {}, catalog,
                                                source_folder / "configs/prices");
    auto config = shipped(name);
    EXPECT_TRUE(config.contradictions().empty()) << name;
    for (const auto& field : config.fields()) {
      EXPECT_TRUE(setup.sources.contains(field.key)) << name << ": " << field.key;
    }
    const auto bill =
        settle(CapRam(config).inventory(), setup.prices, sim::Time{0}, config.period());
    EXPECT_GT(sim::in_square_millimetres(bill.area()), 0) << name;
  }
}

TEST(CapRamShipped, SaysWhatContradicts) {
  using Problems = std::vector<std::pair<std::string, std::string>>;
  auto config = jssc2021();
  config.digit_bits = 3;
  config.reset_ns = config.drive_ns = config.share_ns = config.slot_ns = 0;
  EXPECT_EQ(config.contradictions(),
            (Problems{{"digit/bits",
                       "3 must be 1: only digits in two's complement have several cells "
                       "(digit/encoding)"},
                      {"phases/reset_ns", "the phases together take less than 2 ps"}}));
  config = jssc2021();
  config.encoding = Encoding::two_s_complement;
  config.digit_bits = 16;
  config.input_bits = 8;
  config.conversion = Conversion::digital;
  config.noise_lsb = 1;
  EXPECT_EQ(
      config.contradictions(),
      (Problems{
          {"digit/most", "3 must be 1: a weight in two's complement is one digit (digit/encoding)"},
          {"array/circuits", "sums reach 2139095040, 2^30 or more (inputs/bits, digit/bits)"},
          {"conversion/kind",
           "a digital macro has no effects and no calibration (effects, "
           "calibration)"}}));
  config = jssc2021();
  config.encoding = Encoding::ternary;
  config.circuits = 1;
  EXPECT_EQ(config.contradictions(),
            (Problems{{"array/circuits", "1 is too few: a ternary digit takes two (digit/pair)"}}));
  config.circuits = 2;
  EXPECT_EQ(config.contradictions(), Problems{});
  config.pair_over = PairOver::slices;
  config.slices = 1;
  EXPECT_EQ(config.contradictions(),
            (Problems{{"array/slices", "1 is too few: a ternary digit takes two (digit/pair)"}}));
}

// 4 pixels, 9 inputs in a segment of 256 circuits, 2 filters; one input and one digit in four is 0.
TEST(CapRamShipped, CountsWhatTheBlocksDid) {
  auto layer = ones(shipped("jssc2021_differential"), {1, 4, 4, 2, 3, 3});
  layer.config.load_counted = true;
  layer.weights(1, 0) = layer.weights(1, 8) = 0;
  layer.inputs.values[5] = 0;  // in all windows, for another weight in each: of weights 4 to 0
  const auto result = run(layer);
  const auto of = [&](const std::string& path, const std::string& verb) {
    return count(result, path, verb);
  };
  EXPECT_EQ(of("macro/control/control", "cycle"), 4);
  EXPECT_EQ(of("macro/input_drivers/drivers", "drive"), 4 * 8);
  // 2 columns x 8 inputs, less the two digits that are 0; the input that is 0 meets one of them
  // once.
  EXPECT_EQ(of("macro/slice/mac_circuits", "multiply"), 4 * (2 * 8 - 2) + 1);
  EXPECT_EQ(of("macro/slice/mac_circuits", "idle"), 4 * 2 * 256 - (4 * 14 + 1));
  EXPECT_EQ(of("macro/slice/converter", "convert"), 8);
  EXPECT_EQ(of("macro/slice/converter", "code"), 8 * 64);  // sums from 6 to 8, of steps of 14
  EXPECT_EQ(of("macro/shift_and_add/adders", "add"), 8);
  EXPECT_EQ(of("macro/array/cells", "write"), 5);  // 18 circuits, 4 in a row
  EXPECT_EQ(of("off_chip/dram", "read"), 5 * 128);
  EXPECT_EQ(of("input_buffer/input_sram", "read"), 1);  // 4 x 9 x 3 bits
  EXPECT_EQ(of("output_buffer/output_sram", "write"), 1);
  EXPECT_EQ(of("output_buffer/output_sram", "read"), 0);
  EXPECT_EQ(figure(result, "conversions"), 8);
  EXPECT_EQ(figure(result, "partial_sums"), 8);
  EXPECT_EQ(figure(result, "rows_written"), 5);
}

// 300 inputs are three segments, 40 outputs are two tiles for each, in one macro.
// 16 inputs of 3 bits in two passes, in accesses of 8 bits.
TEST(CapRamShipped, EveryPassReadsTheInputBuffer) {
  auto layer = ones(bare(4, 16, 8), 16, 4);
  layer.config.input_width_bits = 8;
  EXPECT_EQ(count(run(layer), "input_buffer/input_sram", "read"), 16 * 3 / 8);
  layer.config.most_input_digits = 2;
  layer.inputs.values[0] = 8;
  EXPECT_EQ(count(run(layer), "input_buffer/input_sram", "read"), 2 * 16 * 3 / 8);
}

// Nine circuits of 256 on each of the lines of two columns; over slices a column has two lines.
TEST(CapRamShipped, CircuitsOfBothSlicesOfAPairAreOnTheirLines) {
  auto layer = ones(shipped("jssc2021_differential"), {1, 3, 3, 2, 3, 3});
  EXPECT_EQ(count(run(layer), "macro/slice/mac_circuits", "idle"), 2 * (256 - 9));
  layer.config.pair_over = PairOver::slices;
  EXPECT_EQ(count(run(layer), "macro/slice/mac_circuits", "idle"), 2 * (2 * 256 - 9));
}

// Of 128 inputs of 7 at a gain of 2 the range ends in the middle: all of them are beyond, half of
// them are just there, less than half are inside. Noise that changes nothing takes the other way.
TEST(CapRamShipped, CountsTheSumsBeyondTheRange) {
  auto layer = ones(shipped("jssc2021_differential"), 128, 3);
  layer.config.gain = 2;
  layer.inputs.values.assign(128, 7);
  for (std::size_t i = 0; i < 64; ++i) layer.weights(1, i) = 0;
  for (std::size_t i = 0; i < 65; ++i) layer.weights(2, i) = 0;
  for (const double noise : {0.0, 1e-12}) {
    layer.config.noise_lsb = noise;
    EXPECT_EQ(figure(run(layer), "clipped_conversions"), 2) << noise;
  }
}

TEST(CapRamShipped, SegmentsMeetInTheOutputBufferOnlyIfMacrosShareThem) {
  auto layer = ones(shipped("jssc2021_differential"), 300, 40);
  EXPECT_EQ(figure(run(layer), "partial_sums"), 40);
  layer.config.macros = 2;  // tiles in turn: filters 0 to 31 in one, the others in the other
  EXPECT_EQ(figure(run(layer), "partial_sums"), 40);
  layer.config.macros = 4;
  const auto result = run(layer);
  EXPECT_EQ(figure(result, "partial_sums"), 80);
  EXPECT_EQ(count(result, "output_buffer/output_sram", "read"), 4);  // 40 x 24 bits
}

}  // namespace
}  // namespace arch::cap_ram::test
