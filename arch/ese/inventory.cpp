// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/inventory.h"

#include <bit>

namespace arch::ese {
namespace {

using sim::ledger::Attributes;
using sim::ledger::Ledger;

// Vectors of a channel: x and y twice, c, i, f, z, o, tanh(c), m.
constexpr int value_vectors = 11;
// Terms of two gates' matrices, two peephole products.
constexpr int term_vectors = 6;
constexpr int term_bits = 32;
// Three peepholes, four biases.
constexpr int resident_vectors = 7;

// Bits of a sum of as many products as a row can have.
int sum_bits(const Config& config) {
  return config.weight_bits + value_bits +
         std::bit_width(static_cast<unsigned>(config.vector_elements - 1));
}

Attributes register_file(int bits, int entries) { return {{"bits", bits}, {"entries", entries}}; }

Attributes sram(std::int64_t entries, int width_bits) {
  return {{"bytes", static_cast<double>(entries) * width_bits / 8}, {"width_bits", width_bits}};
}

void processing_elements(Ledger& ledger, const Config& config, const PeCounts& pe) {
  const std::string box = "board/processing_element";
  ledger.box(box, std::int64_t{config.channels} * config.processing_elements);
  auto& queue = ledger.open(
      box, {"activation_queue", "register_file", register_file(value_bits, config.queue_entries)});
  queue.event("write") = pe.lane_columns;
  queue.event("read") = pe.lane_columns;
  auto& multiplier = ledger.open(box, {"multiplier", "multiplier", {{"bits", value_bits}}});
  multiplier.event("multiply") = pe.lane_updates;
  auto& adder = ledger.open(box, {"accumulator", "adder", {{"bits", sum_bits(config)}}});
  adder.event("add") = pe.lane_updates;
  auto& sums = ledger.open(box, {"activation_buffer", "register_file",
                                 register_file(sum_bits(config), config.local_rows()), 2});
  sums.event("read") = pe.lane_updates + pe.lane_rows + pe.lane_outputs;
  sums.event("write") = pe.lane_updates;
}

void matrix_buffers(Ledger& ledger, const Config& config, const PeCounts& pe) {
  const std::string box = "board/matrix_buffer";
  ledger.box(box, config.processing_elements);
  auto& weights = ledger.open(
      box,
      {"weight_buffer", "sram", sram(config.weight_entries, config.entry_bits()), config.buffers});
  weights.event("write") = pe.words;
  weights.event("read") = pe.entries;
  auto& pointers = ledger.open(
      box, {"pointer_buffer", "sram", sram(config.pointers, config.pointer_bits), config.buffers});
  pointers.event("write") = pe.pointers;
  pointers.event("read") = pe.pointer_reads;
}

void element_wise_units(Ledger& ledger, const Config& config, const PeCounts& pe,
                        const ElementWiseCounts& counts, const TransferCounts& transfers) {
  const std::string box = "board/element_wise_unit";
  ledger.box(box, config.channels);
  auto& multipliers =
      ledger.open(box, {"multiplier", "multiplier", {{"bits", value_bits}}, config.dsp_slices});
  multipliers.event("multiply") = counts.multiplications;
  auto& adders = ledger.open(
      box,
      {"adder_tree", "adder", {{"bits", term_bits}}, std::int64_t{3} * config.elements_per_cycle});
  adders.event("add") = counts.additions;
  for (const auto& [name, reads] :
       {std::pair("sigmoid_table", counts.sigmoids), std::pair("tanh_table", counts.tanhs)}) {
    auto& table = ledger.open(box, {name, "sram", sram(config.table_samples, value_bits)});
    table.event("read") = reads;
  }
  auto& values = ledger.open(
      box, {"vector_buffer", "sram", sram(config.vector_elements, value_bits), value_vectors});
  values.event("read") = counts.value_reads + transfers.lane_activations;
  values.event("write") = counts.value_writes + transfers.lane_inputs + pe.lane_outputs;
  auto& terms = ledger.open(
      box, {"term_buffer", "sram", sram(config.vector_elements, term_bits), term_vectors});
  terms.event("read") = counts.term_reads;
  terms.event("write") = counts.term_writes + pe.lane_rows;
}

}  // namespace

PeCounts& PeCounts::operator+=(const PeCounts& other) {
  columns += other.columns;
  empty_columns += other.empty_columns;
  pointers += other.pointers;
  pointer_reads += other.pointer_reads;
  words += other.words;
  entries += other.entries;
  lane_columns += other.lane_columns;
  lane_updates += other.lane_updates;
  lane_rows += other.lane_rows;
  lane_outputs += other.lane_outputs;
  return *this;
}

void ElementWiseCounts::add(Pass pass, bool peepholes, std::int64_t cells, std::int64_t lanes) {
  const auto n = cells * lanes;
  const auto peephole = [&] {
    multiplications += n;
    value_reads += n;
    weight_reads += cells;
  };
  const auto gate = [&](std::int64_t extra_terms, std::int64_t& table) {
    additions += (2 + extra_terms) * n;
    table += n;
    term_reads += 2 * n;
    value_writes += n;
    weight_reads += cells;
  };
  const std::int64_t extra = peepholes ? 1 : 0;
  switch (pass) {
    case Pass::none:
      return;
    case Pass::input_peephole:
      peephole();
      term_writes += n;
      return;
    case Pass::input_gate:
      gate(extra, sigmoids);
      if (!peepholes) return;
      term_reads += n;
      peephole();
      term_writes += n;
      return;
    case Pass::forget_gate:
      gate(extra, sigmoids);
      term_reads += extra * n;
      return;
    case Pass::cell_input:
      return gate(0, tanhs);
    case Pass::cell:
      multiplications += 2 * n;
      additions += n;
      tanhs += n;
      value_reads += 4 * n;
      value_writes += 2 * n;
      return;
    case Pass::output_gate:
      if (peepholes) peephole();
      return gate(extra, sigmoids);
    case Pass::output:
      multiplications += n;
      value_reads += 2 * n;
      value_writes += n;
      return;
  }
}

Ledger take_inventory(const Config& config, const PeCounts& pe,
                      const ElementWiseCounts& element_wise, const TransferCounts& transfers) {
  Ledger ledger;
  ledger.box("board", 1);
  processing_elements(ledger, config, pe);
  matrix_buffers(ledger, config, pe);
  element_wise_units(ledger, config, pe, element_wise, transfers);
  ledger.box("board/resident_vectors", 1);
  auto& resident = ledger.open(
      "board/resident_vectors",
      {"resident_vector", "sram", sram(config.vector_elements, value_bits), resident_vectors});
  resident.event("read") = element_wise.weight_reads;
  auto& dram = ledger.open_off_chip({"dram", "dram", {{"width_bits", 1}}});
  dram.event("read") = transfers.dram_read_bits;
  dram.event("write") = transfers.dram_written_bits;
  return ledger;
}

std::int64_t dsp_slices(const Config& config) {
  return std::int64_t{config.channels} * (config.processing_elements + config.dsp_slices);
}

}  // namespace arch::ese
