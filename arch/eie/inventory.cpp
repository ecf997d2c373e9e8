// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/inventory.h"

#include <bit>

#include "arch/eie/parts/leading_nonzero_detection.h"

namespace arch::eie {
namespace {

using sim::ledger::Attributes;
using sim::ledger::Ledger;

int bits_for(int values) { return std::bit_width(static_cast<unsigned>(values)); }

Attributes register_file(int bits, int entries) { return {{"bits", bits}, {"entries", entries}}; }

Attributes sram(double bytes, int width_bits) {
  return {{"bytes", bytes}, {"width_bits", width_bits}};
}

void reading(Ledger& ledger, const Config& config, const PeCounts& pe,
             const ControlCounts& control) {
  const auto column_bits = bits_for(config.batch_length());
  auto& queue = ledger.open("processing_element/activation_queue",
                            {"queue", "register_file",
                             register_file(config.value_bits + column_bits, config.queue_slots)});
  queue.event("write") = control.broadcasts * config.processing_elements;
  queue.event("read") = pe.activations;

  // Begin and end of a column come from different banks, in one cycle.
  auto& pointers = ledger.open(
      "processing_element/pointer_read",
      {"pointer_sram", "sram", sram(config.pointer_bytes / 2.0, config.pointer_bits), 2});
  pointers.event("read") = 2 * pe.activations;

  auto& matrix =
      ledger.open("processing_element/matrix_read",
                  {"matrix_sram", "sram", sram(config.matrix_bytes, config.matrix_width_bits)});
  matrix.event("read") = pe.matrix_lines;
  auto& line =
      ledger.open("processing_element/matrix_read",
                  {"line_register", "register_file", register_file(config.matrix_width_bits, 1)});
  line.event("write") = pe.matrix_lines;
}

void arithmetic(Ledger& ledger, const Config& config, const PeCounts& pe) {
  const std::string box = "processing_element/arithmetic_unit";
  auto& codebook = ledger.open(
      box, {"codebook", "register_file", register_file(config.value_bits, 1 << config.code_bits)});
  codebook.event("read") = pe.entries;
  auto& address = ledger.open(
      box, {"address_adder", "adder", {{"bits", bits_for(config.activation_registers)}}});
  address.event("add") = pe.entries;
  auto& multiplier = ledger.open(box, {"multiplier", "multiplier", {{"bits", config.value_bits}}});
  multiplier.event("multiply") = pe.updates;
  auto& adder = ledger.open(box, {"accumulator", "adder", {{"bits", config.value_bits}}});
  adder.event("add") = pe.updates;
}

void activations(Ledger& ledger, const Config& config, const PeCounts& pe,
                 const ControlCounts& control) {
  const std::string box = "processing_element/activation_read_write";
  const auto registers = register_file(config.value_bits, config.activation_registers);
  auto& source = ledger.open(box, {"source_registers", "register_file", registers});
  source.event("write") = control.activations_loaded;
  source.event("read") = control.broadcasts;
  auto& destination = ledger.open(box, {"destination_registers", "register_file", registers});
  destination.event("read") = pe.updates - pe.bypasses + pe.rows_written;
  destination.event("write") = pe.updates;
  auto& memory = ledger.open(box, {"activation_sram", "sram",
                                   sram(config.activation_bytes, config.activation_width_bits)});
  memory.event("read") = control.activation_accesses;
  memory.event("write") = pe.activation_accesses;
}

}  // namespace

PeCounts& PeCounts::operator+=(const PeCounts& other) {
  activations += other.activations;
  empty_columns += other.empty_columns;
  matrix_lines += other.matrix_lines;
  entries += other.entries;
  updates += other.updates;
  bypasses += other.bypasses;
  rows_written += other.rows_written;
  activation_accesses += other.activation_accesses;
  return *this;
}

Ledger take_inventory(const Config& config, const PeCounts& pe, const ControlCounts& control) {
  Ledger ledger;
  for (const char* box : {"activation_queue", "pointer_read", "matrix_read", "arithmetic_unit",
                          "activation_read_write", "filler_cells"}) {
    ledger.box(std::string("processing_element/") + box, config.processing_elements);
  }
  const auto tree = LeadingNonzeroDetection::tree(config.processing_elements, config.lnzd_fan_in);
  ledger.box("leading_nonzero_detection", tree.nodes);
  reading(ledger, config, pe, control);
  arithmetic(ledger, config, pe);
  activations(ledger, config, pe, control);
  auto& node = ledger.open("leading_nonzero_detection",
                           {"node", "leading_nonzero_node", {{"lanes", config.lnzd_fan_in}}});
  node.event("detect") = control.broadcasts * tree.levels;  // a hit passes a node of each level
  auto& dram = ledger.open_off_chip({"dram", "dram", {{"width_bits", 1}}});
  dram.event("read") = control.dram_bits_read;
  dram.event("write") = control.dram_bits_written;
  return ledger;
}

}  // namespace arch::eie
