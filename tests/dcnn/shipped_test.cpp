// SPDX-License-Identifier: Apache-2.0
// What ships: the two configs, their prices, the inventory of the paper, the tiny workloads.
#include <gtest/gtest.h>

#include "sim/ledger/bill.h"
#include "sim/ledger/price_reader.h"
#include "sim/machine/job.h"
#include "sim/machine/setup.h"
#include "sim/workload/network_reader.h"
#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {
namespace {

const std::filesystem::path source_folder = NZSIM_SOURCE_DIR;

TEST(DcnnShipped, HasTheBoxesOfThePaper) {
  using Boxes = std::vector<std::pair<std::string, std::int64_t>>;
  EXPECT_EQ(Dcnn(isca2017()).inventory().boxes(),
            (Boxes{{"processing_element/activation_ram", 64},
                   {"processing_element/weight_buffer", 64},
                   {"processing_element/multiplier_array", 64},
                   {"processing_element/accumulator_buffer", 64},
                   {"processing_element/other", 64},
                   {"weight_broadcast", 1}}));
}

TEST(DcnnShipped, Has1024MultipliersAnd2MegabytesWithoutAnyEvents) {
  const auto ledger = Dcnn(isca2017()).inventory();
  std::map<std::string, std::int64_t> instances;
  std::map<std::string, double> bytes;
  for (const auto& account : ledger.accounts()) {
    for (const auto& event : account.events) EXPECT_EQ(event.count, 0) << account.path();
    instances[account.component] = account.instances;
    const auto size = account.attributes.find("bytes");
    if (size != account.attributes.end()) {
      bytes[account.component] = size->second * static_cast<double>(account.instances);
    }
  }
  EXPECT_EQ(instances["multiplier"], 1024);
  EXPECT_EQ(bytes, (std::map<std::string, double>{{"activation_ram", 2 << 20},
                                                  {"weight_buffer", 64 * 512},
                                                  {"accumulator_buffer", 64 * 6144}}));
}

sim::machine::Setup read(const std::string& name) {
  const std::vector<sim::machine::CatalogEntry> catalog = {{"dcnn", "", blueprint}};
  return sim::machine::read_setup(source_folder / "configs/dcnn" / (name + ".json"), name, {},
                                  catalog, source_folder / "configs/prices");
}

TEST(DcnnShipped, TheConfigsAreThoseOfTheTestsAndEveryParameterHasASource) {
  auto plain = isca2017();
  auto optimised = isca2017();
  optimised.gates_zeros = true;
  optimised.compresses_activations = true;
  const auto setup = read("isca2017"), opt = read("isca2017_opt");
  EXPECT_EQ(sim::config::values_json(setup.blueprint->fields()),
            sim::config::values_json(plain.fields()));
  EXPECT_EQ(sim::config::values_json(opt.blueprint->fields()),
            sim::config::values_json(optimised.fields()));
  for (const auto& field : plain.fields()) {
    EXPECT_TRUE(setup.sources.contains(field.key)) << field.key;
    EXPECT_TRUE(opt.sources.contains(field.key)) << field.key;
  }
}

// The paper prints 5.9 mm2 and no table of a PE; ours is made of the rows that it prints of SCNN's.
TEST(DcnnShipped, ItsAreaIsNearThePapers) {
  const auto prices = sim::ledger::read_prices(source_folder / "configs/prices/scnn_16nm.json");
  const auto bill =
      sim::ledger::settle(Dcnn(isca2017()).inventory(), prices, sim::Time{0}, sim::Time{1000});
  EXPECT_NEAR(sim::in_square_millimetres(bill.area()), 5.9, 0.2);
}

TEST(DcnnShipped, ReportsRoomFor1024ProductsPerCycle) {
  EXPECT_EQ(run(dense(isca2017(), {16, 8, 8, 8, 1, 1})).mac_slots_per_cycle, 1024);
}

TEST(DcnnShipped, RunsTheTinyWorkloads) {
  const auto prices = sim::ledger::read_prices(source_folder / "configs/prices/scnn_16nm.json");
  const Dcnn machine(isca2017());
  for (const char* name : {"convolution", "fc"}) {
    const auto network = sim::workload::read_network(source_folder / "workloads/tiny" /
                                                     (std::string(name) + ".json"));
    const auto flow = sim::machine::flowing_inputs(network);
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
      EXPECT_EQ(machine.refusal(network.layers[i]), "");
      const auto* input = network.layers[i].activations ? nullptr : &flow[i];
      const auto result = sim::machine::run_layer(machine, prices, {network, i, input}).result;
      EXPECT_TRUE(result.verified);
      EXPECT_GT(result.utilization, 0);
      EXPECT_LE(result.utilization, 1);
    }
  }
}

}  // namespace
}  // namespace arch::dcnn::test
