// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/inventory.h"

#include <algorithm>
#include <bit>

namespace arch::scnn {
namespace {

using sim::ledger::Ledger;

const std::string element = "processing_element";

void memories(Ledger& ledger, const Config& config, const PeCounts& pe) {
  // The RAM's width is a vector: what is read, and written, in a cycle.
  const double vector_bits = config.activations_per_vector * config.element_bits();
  const sim::ledger::Attributes ram{{"bytes", static_cast<double>(config.activation_ram_bytes)},
                                    {"width_bits", vector_bits}};
  auto& input = ledger.open(element + "/activation_rams", {"input_ram", "sram", ram});
  input.event("read") = pe.activation_vectors;
  auto& output = ledger.open(element + "/activation_rams", {"output_ram", "sram", ram});
  output.event("write") = pe.output_vectors;
  const double weight_bits = config.weights_per_vector * config.element_bits();
  auto& fifo = ledger.open(
      element + "/weight_fifo",
      {"weight_fifo",
       "fifo",
       {{"bytes", config.fifo_vectors * weight_bits / 8}, {"width_bits", weight_bits}}});
  fifo.event("write") = pe.weight_vectors;
  fifo.event("read") = pe.pairs;
}

int address_bits(const Config& config) {
  return std::bit_width(static_cast<unsigned>(config.accumulators() - 1));
}

// Every address is compared with every other one; equal ones are added up.
void merging(Ledger& ledger, const Config& config, const PeCounts& pe) {
  const std::string unit = element + "/merge_unit";
  const auto lanes = std::int64_t{config.multipliers()};
  const auto comparisons = lanes * (lanes - 1) / 2;
  ledger.box(unit, config.processing_elements());
  auto& comparator =
      ledger.open(unit, {"comparator", "adder", {{"bits", address_bits(config)}}, comparisons});
  comparator.event("add") = pe.pairs * comparisons;
  auto& adder =
      ledger.open(unit, {"adder", "adder", {{"bits", config.accumulator_bits}}, lanes - 1});
  adder.event("add") = pe.products - pe.sums;
}

void arithmetic(Ledger& ledger, const Config& config, const PeCounts& pe) {
  auto& multiplier = ledger.open(
      element + "/multiplier_array",
      {"multiplier", "multiplier", {{"bits", config.operand_bits}}, config.multipliers()});
  multiplier.event("multiply") = pe.products;
  auto& coordinates =
      ledger.open(element + "/coordinate_computation",
                  {"adder", "adder", {{"bits", address_bits(config)}}, config.multipliers()});
  coordinates.event("add") = pe.products;

  auto& crossbar = ledger.open(element + "/scatter_crossbar",
                               {"crossbar",
                                "crossbar",
                                {{"bits", config.accumulator_bits + address_bits(config)},
                                 {"inputs", config.multipliers()},
                                 {"outputs", config.banks}}});
  crossbar.event("transfer") = pe.sums;
  auto& queue = ledger.open(
      element + "/scatter_crossbar",
      {"queue",
       "register_file",
       {{"bits", config.accumulator_bits + address_bits(config)}, {"entries", config.queue_depth}},
       config.banks});
  queue.event("write") = pe.sums;
  queue.event("read") = pe.sums;

  const std::string buffers = element + "/accumulator_buffers";
  auto& bank =
      ledger.open(buffers, {"bank",
                            "accumulator_bank",
                            {{"bits", config.accumulator_bits}, {"entries", config.bank_entries}},
                            2 * config.banks});
  bank.event("read") = pe.sums + pe.sums_drained;
  bank.event("write") = pe.sums + pe.halo_sums;
  auto& adder =
      ledger.open(buffers, {"adder", "adder", {{"bits", config.accumulator_bits}}, config.banks});
  adder.event("add") = pe.sums + pe.halo_sums;
}

}  // namespace

PeCounts& PeCounts::operator+=(const PeCounts& other) {
  pairs += other.pairs;
  held += other.held;
  products += other.products;
  sums += other.sums;
  weight_vectors += other.weight_vectors;
  activation_vectors += other.activation_vectors;
  halo_sums += other.halo_sums;
  sums_drained += other.sums_drained;
  outputs += other.outputs;
  output_vectors += other.output_vectors;
  return *this;
}

Ledger take_inventory(const Config& config, const PeCounts& pe, const DramCounts& dram) {
  Ledger ledger;
  for (const char* box :
       {"activation_rams", "weight_fifo", "multiplier_array", "coordinate_computation",
        "scatter_crossbar", "accumulator_buffers", "other"}) {
    ledger.box(element + '/' + box, config.processing_elements());
  }
  ledger.box("weight_broadcast", 1);
  memories(ledger, config, pe);
  arithmetic(ledger, config, pe);
  if (config.merges) merging(ledger, config, pe);
  auto& ppu = ledger.open(element + "/other", {"ppu", "ppu", {}});
  ppu.event("process") = pe.outputs;
  auto& link = ledger.open(
      element + "/other",
      {"halo_link", "wire", {{"bits", config.accumulator_bits}, {"mm", config.pe_pitch_mm}}});
  link.event("transfer") = pe.halo_sums;
  // A tree that reaches every PE is at least as long as the steps between neighbours.
  const double length = std::max(1, config.processing_elements() - 1) * config.pe_pitch_mm;
  const double vector_bits = config.weights_per_vector * config.element_bits();
  auto& broadcast = ledger.open(
      "weight_broadcast", {"weight_broadcast", "wire", {{"bits", vector_bits}, {"mm", length}}});
  broadcast.event("transfer") = dram.weight_bits / static_cast<std::int64_t>(vector_bits);
  auto& off_chip = ledger.open_off_chip({"dram", "dram", {{"width_bits", 1}}});
  off_chip.event("read") = dram.weight_bits + dram.activation_bits_read;
  off_chip.event("write") = dram.activation_bits_written;
  return ledger;
}

}  // namespace arch::scnn
