// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/inventory.h"

#include <cmath>

namespace arch::dcnn {
namespace {

using sim::ledger::Ledger;

void storage(Ledger& ledger, const Config& config, const PeCounts& pe, const ChipCounts& chip) {
  const double width = config.vector_bits();
  auto& ram = ledger.open(
      "processing_element/activation_ram",
      {"activation_ram", "sram", {{"bytes", config.activation_bytes}, {"width_bits", width}}});
  const auto lines = [&](std::int64_t words) {
    return (words + config.dot_width - 1) / config.dot_width;
  };
  ram.event("read") =
      pe.activation_accesses + lines(pe.halo_words) + (chip.outputs_stay ? 0 : lines(chip.sums));
  ram.event("write") = lines(chip.sums) + lines(chip.words_loaded);

  auto& weights =
      ledger.open("processing_element/weight_buffer",
                  {"weight_buffer",
                   "fifo",
                   {{"bytes", config.weight_vectors * width / 8}, {"width_bits", width}}});
  weights.event("write") = pe.weight_vectors;
  weights.event("read") = pe.dot_products;
}

void arithmetic(Ledger& ledger, const Config& config, const PeCounts& pe) {
  const std::string box = "processing_element/multiplier_array";
  auto& stationary = ledger.open(
      box,
      {"activation_register", "register_file", {{"bits", config.vector_bits()}, {"entries", 1}}});
  stationary.event("write") = pe.activation_vectors;
  auto& multiplier = ledger.open(
      box, {"multiplier", "multiplier", {{"bits", config.value_bits}}, config.dot_width});
  const auto gated = config.gates_zeros ? pe.products - pe.effectual : 0;
  multiplier.event("multiply") = pe.products - gated;
  multiplier.event("gated") = gated;
  // As many adders as multipliers: the tree, and the one that adds its result to the sum.
  auto& adder = ledger.open(
      box, {"adder_tree", "adder", {{"bits", config.accumulator_bits}}, config.dot_width});
  adder.event("add") = pe.products;
}

void results(Ledger& ledger, const Config& config, const PeCounts& pe, const ChipCounts& chip) {
  const double set_bytes =
      static_cast<double>(config.accumulator_sums) * config.accumulator_bits / 8;
  auto& sums = ledger.open("processing_element/accumulator_buffer",
                           {"accumulator_buffer",
                            "sram",
                            {{"bytes", set_bytes}, {"width_bits", config.accumulator_bits}},
                            config.accumulator_sets});
  // The first dot product of a sum reads nothing to add to; the PPU reads the finished sum.
  sums.event("read") = pe.dot_products;
  sums.event("write") = pe.dot_products;
  auto& unit = ledger.open("processing_element/other", {"ppu", "ppu", {}});
  unit.event("process") = chip.sums;
}

void wires(Ledger& ledger, const Config& config, const PeCounts& pe, const ChipCounts& chip) {
  auto& link =
      ledger.open("processing_element/other",
                  {"halo_link", "wire", {{"bits", config.value_bits}, {"mm", config.pe_pitch_mm}}});
  link.event("transfer") = pe.halo_words;
  // A tree that reaches every PE is at least as long as the steps between neighbours.
  const double length = std::max(1, config.pes() - 1) * config.pe_pitch_mm;
  auto& broadcast =
      ledger.open("weight_broadcast",
                  {"weight_broadcast", "wire", {{"bits", config.vector_bits()}, {"mm", length}}});
  broadcast.event("transfer") = chip.weight_vectors;
}

}  // namespace

PeCounts& PeCounts::operator+=(const PeCounts& other) {
  dot_products += other.dot_products;
  products += other.products;
  effectual += other.effectual;
  weight_vectors += other.weight_vectors;
  activation_vectors += other.activation_vectors;
  activation_accesses += other.activation_accesses;
  halo_words += other.halo_words;
  halo_wait += other.halo_wait;
  return *this;
}

Ledger take_inventory(const Config& config, const PeCounts& pe, const ChipCounts& chip) {
  Ledger ledger;
  for (const char* box :
       {"activation_ram", "weight_buffer", "multiplier_array", "accumulator_buffer", "other"}) {
    ledger.box(std::string("processing_element/") + box, config.pes());
  }
  ledger.box("weight_broadcast", 1);
  storage(ledger, config, pe, chip);
  arithmetic(ledger, config, pe);
  results(ledger, config, pe, chip);
  wires(ledger, config, pe, chip);
  auto& dram = ledger.open_off_chip({"dram", "dram", {{"width_bits", 1}}});
  dram.event("read") = chip.weight_bits + chip.input_bits;
  dram.event("write") = chip.output_bits;
  return ledger;
}

}  // namespace arch::dcnn
