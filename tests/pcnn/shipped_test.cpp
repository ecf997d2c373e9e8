// SPDX-License-Identifier: Apache-2.0
// What ships: the config, its prices, the inventory of what is published or recalled.
#include <gtest/gtest.h>

#include <map>

#include "arch/pcnn/inventory.h"
#include "sim/ledger/bill.h"
#include "sim/ledger/price_reader.h"
#include "sim/machine/setup.h"
#include "tests/pcnn/layer_case.h"

namespace arch::pcnn::test {
namespace {

using Problems = std::vector<std::pair<std::string, std::string>>;
const std::filesystem::path source_folder = NZSIM_SOURCE_DIR;

TEST(PcnnShipped, HasTheBlocksOfThePaper) {
  using Boxes = std::vector<std::pair<std::string, std::int64_t>>;
  EXPECT_EQ(Pcnn(dac2020()).inventory().boxes(),
            (Boxes{{"processing_element/weight_sram", 64},
                   {"processing_element/spm_sram", 64},
                   {"processing_element/spm_decoder", 64},
                   {"processing_element/pointer_generation", 64},
                   {"processing_element/mac_lanes", 64},
                   {"pattern_table", 1},
                   {"activation_buffer", 1},
                   {"activation_memory", 1},
                   {"output_stage", 1}}));
}

TEST(PcnnShipped, Has256MultipliersAndHalfAMegabyteWithoutAnyEvents) {
  const auto ledger = Pcnn(dac2020()).inventory();
  std::map<std::string, std::int64_t> instances;
  std::map<std::string, double> bytes;
  for (const auto& account : ledger.accounts()) {
    for (const auto& event : account.events) EXPECT_EQ(event.count, 0) << account.path();
    instances[account.component] += account.instances;
    if (account.kind == "sram") {
      bytes[account.component] +=
          account.attributes.at("bytes") * static_cast<double>(account.instances);
    }
  }
  EXPECT_EQ(instances["multiplier"], 256);
  EXPECT_EQ(bytes, (std::map<std::string, double>{{"weight_sram", 128 << 10},
                                                  {"spm_sram", 16 << 10},
                                                  {"input_sram", 184 << 10},
                                                  {"output_sram", 184 << 10}}));
}

TEST(PcnnShipped, IndexMemoryIsTheCodesAndTheTable) {
  auto config = dac2020();
  EXPECT_NEAR(index_memory_share(config), 1.0 / 32, 1e-4);
  config.spm_bytes = 0;
  config.table_entries = 1;
  config.weight_bytes = 8;
  config.activation_bytes = 1;
  EXPECT_EQ(index_memory_share(config), 9.0 / (9 + 72));
}

TEST(PcnnShipped, PesThatSkipHaveABufferEach) {
  auto config = dac2020();
  config.zero_activations = ZeroActivations::skip;
  std::map<std::string, std::int64_t> boxes;
  const auto inventory = Pcnn(config).inventory();
  for (const auto& [box, instances] : inventory.boxes()) boxes[box] = instances;
  EXPECT_EQ(boxes.at("activation_buffer"), 64);
}

TEST(PcnnShipped, EveryParameterHasASource) {
  const std::vector<sim::machine::CatalogEntry> catalog = {{"pcnn", "", blueprint}};
  const auto setup =
      sim::machine::read_setup(source_folder / "configs/pcnn/dac2020.json", "pcnn/dac2020", {},
                               catalog, source_folder / "configs/prices");
  auto config = dac2020();
  EXPECT_TRUE(config.contradictions().empty());
  for (const auto& field : config.fields()) {
    EXPECT_TRUE(setup.sources.contains(field.key)) << field.key;
  }
  const auto bill = settle(Pcnn(config).inventory(), setup.prices, sim::Time{0}, config.period());
  EXPECT_GT(sim::in_square_millimetres(bill.area()), 1);
}

TEST(PcnnShipped, SaysWhatContradicts) {
  auto config = dac2020();
  config.operand_bits = 16;
  config.accumulator_bits = 12;
  config.weight_width_bits = 8;
  config.activation_width_bits = 15;
  EXPECT_EQ(
      config.contradictions(),
      (Problems{
          {"accumulator_bits", "12 is too narrow: one operand has 16 bits (operand_bits)"},
          {"weight_sram/width_bits", "8 is too narrow: one operand has 16 bits (operand_bits)"},
          {"activation_sram/width_bits",
           "15 is too narrow: one operand has 16 bits (operand_bits)"}}));
}

// 2 channels of 4 x 4 pixels (4 groups), 3 filters, 2 weights of 9; one input in 16 is zero.
TEST(PcnnShipped, CountsWhatTheBlocksDid) {
  auto layer = pruned(dac2020(), {2, 4, 4, 3, 3, 3, 1, 1}, 2);
  layer.inputs.values[15] = layer.inputs.values[31] = 0;
  const auto result = run(layer);
  const auto of = [&](const std::string& path, const std::string& verb) {
    return count(result, path, verb);
  };
  const std::int64_t products = 3 * 2 * 2 * 16;
  // Position 0 meets 9 inputs, position 1 meets 12; the zero is in neither's window.
  const std::int64_t active = 3 * 2 * (9 + 12);
  EXPECT_EQ(of("processing_element/mac_lanes/multiplier", "multiply"), active);
  EXPECT_EQ(of("processing_element/mac_lanes/multiplier", "gated"), products - active);
  EXPECT_EQ(of("processing_element/mac_lanes/adder", "add"), active);
  EXPECT_EQ(of("processing_element/mac_lanes/weight_registers", "write"), 3 * 4 * 2 * 2);
  EXPECT_EQ(of("processing_element/mac_lanes/weight_registers", "read"), 3 * 4 * 2 * 2);
  EXPECT_EQ(of("processing_element/mac_lanes/accumulators", "read"), 3 * 16);
  EXPECT_EQ(of("processing_element/mac_lanes/accumulators", "write"), 3 * 16);
  EXPECT_EQ(figure(result, "codes_decoded"), 3 * 4 * 2);
  EXPECT_EQ(of("processing_element/spm_decoder/decoder", "select"), 0);  // a single pattern
  EXPECT_EQ(of("processing_element/pointer_generation/pointers", "select"), 3 * 4 * 2 * 2);
  EXPECT_EQ(of("processing_element/weight_sram/weight_sram", "read"), 3 * 4 * 1);
  EXPECT_EQ(of("processing_element/weight_sram/weight_sram", "write"), 3);
  EXPECT_EQ(of("processing_element/spm_sram/spm_sram", "read"), 0);
  EXPECT_EQ(of("pattern_table/patterns", "write"), 1);
  EXPECT_EQ(of("activation_buffer/patches", "write"), 32);
  EXPECT_EQ(of("activation_buffer/patches", "read"), products);
  EXPECT_EQ(of("activation_memory/input_sram", "read"), 4);
  EXPECT_EQ(of("activation_memory/output_sram", "write"), 6);
  EXPECT_EQ(of("output_stage/rounding", "add"), 48);
  EXPECT_EQ(of("off_chip/dram", "read"), 9 + 3 * 2 * 16);
  EXPECT_EQ(of("off_chip/dram", "write"), 0);
}

TEST(PcnnShipped, WithoutGatingEveryLaneMultiplies) {
  auto layer = pruned(bare(1), {2, 4, 4, 3, 3, 3, 1, 1}, 2);
  const auto result = run(layer);
  EXPECT_EQ(count(result, "processing_element/mac_lanes/multiplier", "multiply"), 192);
  EXPECT_EQ(count(result, "processing_element/mac_lanes/multiplier", "gated"), 0);
  layer.config.zero_activations = ZeroActivations::skip;
  const auto skipping = run(layer);
  EXPECT_EQ(count(skipping, "activation_buffer/patches", "write"),
            3 * 32 * layer.config.processing_elements);
}

// Two filters, 8 channels, 2 of 9 weights in 2 patterns.
TEST(PcnnShipped, FiguresAreThoseOfTheFormat) {
  auto layer = pruned(dac2020(), {8, 4, 4, 2, 3, 3, 1, 1}, 2);
  layer.weights(1, 1) = 0;
  layer.weights(1, 2) = 1;
  const auto result = run(layer);
  EXPECT_EQ(figure(result, "kernels"), 16);
  EXPECT_EQ(figure(result, "patterns"), 2);
  EXPECT_EQ(figure(result, "code_bits"), 1);
  EXPECT_EQ(figure(result, "index_bits"), 16 + 18);
  EXPECT_EQ(figure(result, "dense_bits"), 16 * 9 * 32);
  EXPECT_EQ(figure(result, "compressed_bits"), 16 * 2 * 32 + 16 + 18);
  EXPECT_EQ(figure(result, "multiplications"), 2 * 8 * 2 * 16);
  // 8 kernels in each of 2 PEs, for 4 groups of pixels; a level for a bit.
  EXPECT_EQ(count(result, "processing_element/spm_decoder/decoder", "select"), 2 * 4 * 8);
  EXPECT_EQ(count(result, "processing_element/spm_sram/spm_sram", "read"), 2 * 4);
  EXPECT_EQ(count(result, "processing_element/spm_sram/spm_sram", "write"), 2);
}

}  // namespace
}  // namespace arch::pcnn::test
