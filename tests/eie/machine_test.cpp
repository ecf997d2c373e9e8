// SPDX-License-Identifier: Apache-2.0
// The whole machine: outputs, engines, counters, figures and boxes.
#include <gtest/gtest.h>

#include "sim/ledger/price_reader.h"
#include "sim/machine/job.h"
#include "sim/workload/network_reader.h"
#include "tests/eie/plain_counts.h"
#include "tests/eie/queue_machine.h"

namespace arch::eie::test {
namespace {

std::vector<std::int64_t> reference(const LayerCase& layer) {
  return sim::machine::test::reference(layer.shape(), weights_of(layer), layer.inputs);
}

TEST(EieMachine, OutputsEqualTheReferenceOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(
      1000, [](const LayerCase& layer) { RC_ASSERT(run(layer).sums == reference(layer)); }));
}

TEST(EieMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_layers(500, [](const LayerCase& layer) {
    RC_ASSERT(same(run(layer), run(layer, Engine::lockstep)));
  }));
}

TEST(EieMachine, TimeCountsAndStallsNeedNoValues) {
  EXPECT_TRUE(holds_for_random_layers(500, [](const LayerCase& layer) {
    for (const auto engine : {Engine::decoupled, Engine::lockstep}) {
      RC_ASSERT(same_without_values(run(layer), run(layer, engine, false)));
    }
  }));
}

TEST(EieMachine, CountersEqualAPlainCountOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(500, [](const LayerCase& layer) {
    const auto machine = counts_of(run(layer).ledger);
    for (const auto& [name, count] : plain_counts(layer)) {
      RC_LOG() << name << ": " << count << '\n';
      RC_ASSERT(machine.contains(name));
      RC_ASSERT(machine.at(name) == count);
    }
    RC_ASSERT(machine.size() == plain_counts(layer).size());
  }));
}

TEST(EieMachine, FiguresEqualAPlainCountOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(500, [](const LayerCase& layer) {
    const auto result = run(layer);
    auto counts = plain_counts(layer);
    const auto entries = counts["processing_element/arithmetic_unit/codebook: read"];
    const auto updates = counts["processing_element/arithmetic_unit/multiplier: multiply"];
    const auto theoretical = plain_theoretical_cycles(layer);
    RC_ASSERT(figure(result, "theoretical_cycles") == theoretical);
    RC_ASSERT(figure(result, "theoretical_time_us") == theoretical / layer.config.clock_mhz);
    RC_ASSERT(figure(result, "load_balance") == theoretical / double(result.cycles()));
    RC_ASSERT(figure(result, "entries") == double(entries));
    RC_ASSERT(figure(result, "fillers") == double(entries - updates));
    RC_ASSERT(figure(result, "broadcasts") ==
              double(counts["processing_element/activation_read_write/source_registers: read"]));
    RC_ASSERT(result.macs_effectual == updates);
    RC_ASSERT(result.mac_slots_per_cycle == layer.config.processing_elements);
  }));
}

// An entry needs a slot of its PE; a line holds so many entries and is read at most once for each.
TEST(EieMachine, StaysWithinItsBoundsOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(500, [](const LayerCase& layer) {
    const auto result = run(layer);
    const auto& config = layer.config;
    RC_ASSERT(double(result.macs_effectual) <=
              double(result.cycles()) * result.mac_slots_per_cycle);
    RC_ASSERT(figure(result, "load_balance") <= 1);
    const auto entries = figure(result, "entries");
    const auto reads =
        double(counts_of(result.ledger).at("processing_element/matrix_read/matrix_sram: read"));
    RC_ASSERT(reads <= entries);
    RC_ASSERT(reads >= entries / config.entries_per_line());
  }));
}

// Every cycle of every block is one of busy, idle and stalled.
TEST(EieMachine, BlocksAccountForEveryCycleOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(500, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(result.blocks.size() == 2u);
    RC_ASSERT(result.blocks[0].kind == "central_control_unit");
    RC_ASSERT(result.blocks[1].kind == "processing_element");
    RC_ASSERT(result.blocks[0].instances == 1);
    RC_ASSERT(result.blocks[1].instances == layer.config.processing_elements);
    RC_ASSERT(account_for_all_time(result.blocks, result.time));
  }));
}

TEST(EieMachine, HasTheBoxesOfTableII) {
  using Boxes = std::vector<std::pair<std::string, std::int64_t>>;
  EXPECT_EQ(Eie(isca2016()).inventory().boxes(),
            (Boxes{{"processing_element/activation_queue", 64},
                   {"processing_element/pointer_read", 64},
                   {"processing_element/matrix_read", 64},
                   {"processing_element/arithmetic_unit", 64},
                   {"processing_element/activation_read_write", 64},
                   {"processing_element/filler_cells", 64},
                   {"leading_nonzero_detection", 21}}));
}

TEST(EieMachine, HasTheMemoriesOfThePaperWithoutAnyEvents) {
  const auto ledger = Eie(isca2016()).inventory();
  std::map<std::string, std::pair<std::int64_t, double>> srams;  // instances and bytes of each
  for (const auto& account : ledger.accounts()) {
    for (const auto& event : account.events) EXPECT_EQ(event.count, 0) << account.path();
    if (account.kind != "sram") continue;
    srams[account.component] = {account.instances, account.attributes.at("bytes")};
  }
  EXPECT_EQ(srams, (decltype(srams){{"pointer_sram", {128, 16384}},
                                    {"matrix_sram", {64, 131072}},
                                    {"activation_sram", {64, 2048}}}));
}

const std::filesystem::path source_folder = NZSIM_SOURCE_DIR;

TEST(EieMachine, RefusesAnLstm) {
  sim::workload::Layer layer;
  layer.shape = sim::workload::Lstm{};
  EXPECT_EQ(Eie(isca2016()).refusal(layer),
            "EIE runs fully connected layers and convolutions, not an LSTM");
}

TEST(EieMachine, RunsTheTinyFullyConnectedLayers) {
  const auto network = sim::workload::read_network(source_folder / "workloads/tiny/fc.json");
  const auto prices =
      sim::ledger::read_prices(source_folder / "configs/prices/eie_table2_45nm.json");
  const auto flow = sim::machine::flowing_inputs(network);
  ASSERT_EQ(network.layers.size(), 2u);
  const Eie machine(isca2016());
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(machine.refusal(network.layers[i]), "");
    const auto* input = network.layers[i].activations ? nullptr : &flow[i];
    const auto result = sim::machine::run_layer(machine, prices, {network, i, input}).result;
    EXPECT_TRUE(result.verified);
    EXPECT_GT(result.utilization, 0);
    EXPECT_LE(result.utilization, 1);
    EXPECT_EQ(result.saturated, 0) << "the shifts of the workload are too small";
  }
}

}  // namespace
}  // namespace arch::eie::test
