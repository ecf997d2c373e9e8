// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/inventory.h"

namespace arch::pcnn {
namespace {

using sim::ledger::Ledger;

constexpr int kernel_positions = 9;  // what a pattern describes

const std::string element = "processing_element/";

sim::ledger::Attributes sram(double bytes, double width_bits) {
  return {{"bytes", bytes}, {"width_bits", width_bits}};
}

sim::ledger::Attributes registers(double bits, double entries) {
  return {{"bits", bits}, {"entries", entries}};
}

void memories(Ledger& ledger, const Config& config, const PeCounts& pe, const ChipCounts& chip) {
  const double banks = config.processing_elements;
  auto& weights = ledger.open(
      element + "weight_sram",
      {"weight_sram", "sram", sram(config.weight_bytes / banks, config.weight_width_bits)});
  weights.event("read") = pe.weight_reads;
  weights.event("write") = chip.weight_writes;
  auto& codes =
      ledger.open(element + "spm_sram",
                  {"spm_sram", "sram", sram(config.spm_bytes / banks, config.spm_width_bits)});
  codes.event("read") = pe.code_reads;
  codes.event("write") = chip.code_writes;

  const auto bank =
      sram(config.activation_bytes / 2.0 / config.activation_banks, config.activation_width_bits);
  auto& inputs =
      ledger.open("activation_memory", {"input_sram", "sram", bank, config.activation_banks});
  inputs.event("read") = chip.input_words;
  inputs.event("write") =
      (chip.input_bits + config.activation_width_bits - 1) / config.activation_width_bits;
  auto& outputs =
      ledger.open("activation_memory", {"output_sram", "sram", bank, config.activation_banks});
  outputs.event("write") = chip.output_words;
  outputs.event("read") =
      (chip.output_bits + config.activation_width_bits - 1) / config.activation_width_bits;
}

void decoding(Ledger& ledger, const Config& config, const PeCounts& pe, const ChipCounts& chip) {
  auto& table = ledger.open("pattern_table", {"patterns", "register_file",
                                              registers(kernel_positions, config.table_entries)});
  table.event("write") = chip.patterns_written;
  // A tree of multiplexers; levels behind bits that a layer's codes lack do not switch.
  auto& decoder =
      ledger.open(element + "spm_decoder",
                  {"decoder", "multiplexer", registers(kernel_positions, config.table_entries),
                   config.kernels_per_cycle});
  decoder.event("select") = pe.levels;
  auto& pointers = ledger.open(element + "pointer_generation",
                               {"pointers",
                                "pointer_generator",
                                {{"bits", kernel_positions}},
                                config.lanes_over == Lanes::pixel ? 1 : config.lanes});
  pointers.event("select") = pe.register_reads;

  // The mask of sparsity I/O stands beside each activation. PEs that skip are at different
  // channels, so each needs the patches for itself.
  const auto halves = 2 * config.buffer_activations();
  auto& buffer = ledger.open("activation_buffer",
                             {"patches", "register_file",
                              registers(config.operand_bits + 1, static_cast<double>(halves))});
  buffer.event("write") = chip.buffered * (config.skips() ? config.processing_elements : 1);
  buffer.event("read") = pe.lane_slots;
}

void lanes(Ledger& ledger, const Config& config, const PeCounts& pe) {
  const std::string box = element + "mac_lanes";
  auto& weights = ledger.open(
      box, {"weight_registers", "register_file", registers(config.operand_bits, kernel_positions)});
  weights.event("write") = pe.register_writes;
  weights.event("read") = pe.register_reads;
  const auto done = config.zero_activations == ZeroActivations::off ? pe.lane_slots : pe.active;
  auto& multiplier =
      ledger.open(box, {"multiplier", "multiplier", {{"bits", config.operand_bits}}, config.lanes});
  multiplier.event("multiply") = done;
  multiplier.event("gated") = pe.lane_slots - done;
  auto& adder =
      ledger.open(box, {"adder", "adder", {{"bits", config.accumulator_bits}}, config.lanes});
  adder.event("add") = done;
  const double entries = config.tile_pixels() * config.accumulator_sets;
  auto& sums = ledger.open(
      box, {"accumulators", "register_file", registers(config.accumulator_bits, entries)});
  sums.event("read") = pe.accumulations;
  sums.event("write") = pe.accumulations;
}

}  // namespace

PeCounts& PeCounts::operator+=(const PeCounts& other) {
  slots += other.slots;
  lane_slots += other.lane_slots;
  active += other.active;
  effectual += other.effectual;
  decoded += other.decoded;
  levels += other.levels;
  weight_reads += other.weight_reads;
  code_reads += other.code_reads;
  memory_bound += other.memory_bound;
  register_writes += other.register_writes;
  register_reads += other.register_reads;
  accumulations += other.accumulations;
  return *this;
}

double index_memory_share(const Config& config) {
  const auto codes = std::int64_t{config.spm_bytes} * 8;
  const auto table = std::int64_t{config.table_entries} * kernel_positions;
  const auto others = (std::int64_t{config.weight_bytes} + config.activation_bytes) * 8;
  return static_cast<double>(codes + table) / static_cast<double>(codes + table + others);
}

Ledger take_inventory(const Config& config, const PeCounts& pe, const ChipCounts& chip) {
  Ledger ledger;
  for (const char* box :
       {"weight_sram", "spm_sram", "spm_decoder", "pointer_generation", "mac_lanes"}) {
    ledger.box(element + box, config.processing_elements);
  }
  ledger.box("pattern_table", 1);
  ledger.box("activation_buffer", config.skips() ? config.processing_elements : 1);
  ledger.box("activation_memory", 1);
  ledger.box("output_stage", 1);
  memories(ledger, config, pe, chip);
  decoding(ledger, config, pe, chip);
  lanes(ledger, config, pe);
  auto& stage = ledger.open(
      "output_stage",
      {"rounding", "adder", {{"bits", config.accumulator_bits}}, config.processing_elements});
  stage.event("add") = chip.outputs;
  auto& dram = ledger.open_off_chip({"dram", "dram", {{"width_bits", 1}}});
  dram.event("read") = chip.weight_bits + chip.input_bits;
  dram.event("write") = chip.output_bits;
  return ledger;
}

}  // namespace arch::pcnn
