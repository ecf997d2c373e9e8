// SPDX-License-Identifier: Apache-2.0
// Boxes, components, and what the blocks count.
#include "arch/ese/inventory.h"

#include <gtest/gtest.h>

#include "tests/ese/plain_time.h"

namespace arch::ese::test {
namespace {

using Boxes = std::vector<std::pair<std::string, std::int64_t>>;

TEST(EseInventory, HasThePublishedPesAndDspSlices) {
  const auto ledger = Ese(fpga2017()).inventory();
  EXPECT_EQ(ledger.boxes(), (Boxes{{"board", 1},
                                   {"board/processing_element", 1024},
                                   {"board/matrix_buffer", 32},
                                   {"board/element_wise_unit", 32},
                                   {"board/resident_vectors", 1}}));
  std::int64_t multipliers = 0;
  for (const auto& account : ledger.accounts()) {
    for (const auto& event : account.events) EXPECT_EQ(event.count, 0) << account.path();
    multipliers += account.kind == "multiplier" ? account.instances : 0;
  }
  EXPECT_EQ(multipliers, 1504);
  EXPECT_EQ(dsp_slices(fpga2017()), 1504);
}

TEST(EseInventory, ItsMemoriesFitThePublishedBlockRams) {
  const auto ledger = Ese(fpga2017()).inventory();
  std::map<std::string, std::pair<std::int64_t, double>> memories;  // instances and bytes of each
  double bits = 0;
  for (const auto& account : ledger.accounts()) {
    if (account.kind != "sram") continue;
    memories[account.component] = {account.instances, account.attributes.at("bytes")};
    bits += static_cast<double>(account.instances) * account.attributes.at("bytes") * 8;
  }
  EXPECT_EQ(memories, (decltype(memories){{"weight_buffer", {64, 2048}},
                                          {"pointer_buffer", {64, 4096}},
                                          {"sigmoid_table", {32, 4096}},
                                          {"tanh_table", {32, 4096}},
                                          {"vector_buffer", {352, 2048}},
                                          {"term_buffer", {192, 4096}},
                                          {"resident_vector", {7, 2048}}}));
  EXPECT_LT(bits, 947 * 36864.0);
}

// All by loops over what the matrices hold, not by what the machine encoded.
std::map<std::string, std::int64_t> plain_counts(const LstmCase& one) {
  std::map<std::string, std::int64_t> counts;
  const auto& c = one.config;
  const auto& shape = one.shape();
  const auto sequences = static_cast<std::int64_t>(one.inputs.count()) * shape.steps;
  const auto batches =
      (static_cast<std::int64_t>(one.inputs.count()) + c.channels - 1) / c.channels * shape.steps;
  const auto pes = std::int64_t{c.processing_elements};
  for (std::size_t m = 0; m < one.weights.matrices.size(); ++m) {
    const auto matrix = one.weights.matrices[m].matrix.decode();
    const auto rows = static_cast<std::int64_t>(matrix.rank() ? matrix.shape()[0] : 0);
    if (rows == 0) continue;
    const auto columns = static_cast<std::int64_t>(matrix.shape()[1]);
    std::int64_t longest = 0, all = 0;
    for (int pe = 0; pe < c.processing_elements; ++pe) {
      std::int64_t entries = 0;
      for (std::size_t j = 0; j < matrix.shape()[1]; ++j)
        entries += plain_entries(c, matrix, pe, j);
      longest = std::max(longest, entries);
      all += entries;
    }
    const auto nonzeros = one.weights.matrices[m].matrix.nonzeros();
    const auto tiles = (columns + c.pointers - 2) / (c.pointers - 1);
    counts["activation_queue: write"] += sequences * columns * pes;
    counts["multiplier: multiply"] += sequences * nonzeros;
    counts["activation_buffer: read"] += sequences * (nonzeros + rows);
    counts["weight_buffer: write"] += batches * longest * pes;
    counts["weight_buffer: read"] += batches * all;
    counts["pointer_buffer: write"] += batches * (columns + tiles) * pes;
    counts["dram: read"] += batches * longest * pes * c.entry_bits() +
                            batches * (columns + tiles) * pes * c.pointer_bits;
  }
  counts["activation_queue: read"] = counts["activation_queue: write"];
  counts["accumulator: add"] = counts["activation_buffer: write"] = counts["multiplier: multiply"];
  counts["pointer_buffer: read"] = counts["pointer_buffer: write"];
  const auto resident = shape.cells * (shape.peepholes ? 7 : 4);
  counts["dram: read"] += 16 * (sequences * shape.inputs + resident);
  counts["dram: write"] = sequences * shape.outputs() * 16;
  return counts;
}

TEST(EseInventory, CountersOfThePesAndMemoriesEqualAPlainCountOnRandomLstms) {
  EXPECT_TRUE(holds_for_random_lstms(300, [](const LstmCase& drawn) {
    auto one = drawn;
    one.config.weight_entries = 1 << 10;  // no stream is filled up to stay with the others
    const auto ledger = run(one).ledger;
    std::map<std::string, std::int64_t> counted;
    for (const auto& account : ledger.accounts()) {
      if (account.box == "board/element_wise_unit") continue;
      for (const auto& event : account.events) {
        counted[account.component + ": " + event.verb] = event.count;
      }
    }
    counted.erase("resident_vector: read");
    RC_ASSERT(counted == plain_counts(one));
  }));
}

// Of one cell in one step: three peepholes, f c', i z and o h; the sums of four gates.
TEST(EseInventory, CountsTheElementWiseWorkOfEachCell) {
  auto one = ones(fpga2017(), {3, 5, 2, true, 2});
  one.inputs.values.resize(2 * one.inputs.size, 1);
  const auto work = [](const LstmCase& layer) {
    const auto ledger = run(layer).ledger;
    std::map<std::string, std::int64_t> counts;
    for (const auto& account : ledger.accounts()) {
      if (account.box != "board/element_wise_unit") continue;
      for (const auto& event : account.events) {
        counts[account.component + ": " + event.verb] = event.count;
      }
    }
    return counts;
  };
  // 5 cells, 2 steps, 2 sequences; the matrices' operands are 4 x 3 inputs, 4 x 2 outputs, 5 m.
  EXPECT_EQ(work(one), (std::map<std::string, std::int64_t>{
                           {"multiplier: multiply", 20 * 6},
                           {"adder_tree: add", 20 * (3 + 3 + 2 + 1 + 3)},
                           {"sigmoid_table: read", 20 * 3},
                           {"tanh_table: read", 20 * 2},
                           {"vector_buffer: read", 20 * (3 + 4 + 2) + 4 * (12 + 8 + 5)},
                           {"vector_buffer: write", 20 * (4 + 2 + 1) + 4 * (3 + 2)},
                           {"term_buffer: read", 20 * (4 * 2 + 2)},
                           {"term_buffer: write", 20 * (2 + 8)}}));
  EXPECT_EQ(counts_of(run(one).ledger)["resident_vector: read"], 2 * 5 * (3 + 4));
  one.shape().peepholes = false;
  EXPECT_EQ(work(one), (std::map<std::string, std::int64_t>{
                           {"multiplier: multiply", 20 * 3},
                           {"adder_tree: add", 20 * (2 + 2 + 2 + 1 + 2)},
                           {"sigmoid_table: read", 20 * 3},
                           {"tanh_table: read", 20 * 2},
                           {"vector_buffer: read", 20 * (4 + 2) + 4 * (12 + 8 + 5)},
                           {"vector_buffer: write", 20 * (4 + 2 + 1) + 4 * (3 + 2)},
                           {"term_buffer: read", 20 * (4 * 2)},
                           {"term_buffer: write", 20 * 8}}));
  EXPECT_EQ(counts_of(run(one).ledger)["resident_vector: read"], 2 * 5 * 4);
}

TEST(EseInventory, EffectualProductsAreThoseOfNonzeros) {
  auto one = ones(one_processing_element(), {2, 3, 0, false, 1});
  // Without a projection, c' and y' are 0: only the inputs' matrices count. One input is 0.
  one.inputs.values[1] = 0;
  EXPECT_EQ(run(one).macs_effectual, 4 * 3 * 1);
  EXPECT_EQ(run(one).mac_slots_per_cycle, 1);
}

}  // namespace
}  // namespace arch::ese::test
