// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/inventory.h"

namespace arch::cap_ram {
namespace {

using sim::ledger::Ledger;

std::string kind_of(Conversion conversion) {
  switch (conversion) {
    case Conversion::charge_injection:
      return "charge_injection_adc";
    case Conversion::sar:
      return "sar_adc";
    case Conversion::flash:
      return "flash_adc";
    case Conversion::digital:
      break;
  }
  return "adder_chain";
}

std::int64_t accesses(std::int64_t bits, int width) { return (bits + width - 1) / width; }

void slices_of(Ledger& ledger, const Config& config, const SliceCounts& slices) {
  auto& circuits =
      ledger.open("macro/slice", {"mac_circuits",
                                  "mac_circuit",
                                  {{"bits", config.digit_bits},
                                   {"cells", static_cast<double>(config.row_bits) / config.slices}},
                                  config.circuits});
  circuits.event("multiply") = slices.multiplies;
  circuits.event("idle") = slices.circuits - slices.multiplies;
  auto& converter = ledger.open(
      "macro/slice",
      {"converter",
       kind_of(config.conversion),
       {{"bits", config.digital() ? config.accumulator_bits : config.conversion_bits}}});
  converter.event("convert") = slices.conversions;
  converter.event("code") = slices.codes;
}

void rest_of_macro(Ledger& ledger, const Config& config, const SliceCounts& slices,
                   const ChipCounts& chip) {
  const double bits =
      static_cast<double>(config.slices) * config.circuits * config.planes * config.digit_bits;
  auto& cells = ledger.open(
      "macro/array", {"cells", "cim_cells", {{"bits", bits}, {"row_bits", config.row_bits}}});
  cells.event("write") = chip.rows_written;
  auto& drivers =
      ledger.open("macro/input_drivers",
                  {"drivers", "input_driver", {{"bits", config.input_bits}}, config.circuits});
  drivers.event("drive") = slices.drives;
  auto& control = ledger.open("macro/control", {"control", "macro_control"});
  control.event("cycle") = slices.cycles;
  auto& adders =
      ledger.open("macro/shift_and_add",
                  {"adders", "shift_and_add", {{"bits", config.accumulator_bits}}, config.slices});
  adders.event("add") = chip.additions;
}

void buffers(Ledger& ledger, const Config& config, const ChipCounts& chip) {
  auto& inputs = ledger.open(
      "input_buffer", {"input_sram",
                       "sram",
                       {{"bytes", config.input_bytes}, {"width_bits", config.input_width_bits}}});
  inputs.event("read") = accesses(chip.input_bits, config.input_width_bits);
  auto& outputs =
      ledger.open("output_buffer",
                  {"output_sram",
                   "sram",
                   {{"bytes", config.output_bytes}, {"width_bits", config.output_width_bits}}});
  outputs.event("write") =
      accesses(chip.partial_sums * config.accumulator_bits, config.output_width_bits);
  outputs.event("read") = accesses((chip.partial_sums - chip.outputs) * config.accumulator_bits,
                                   config.output_width_bits);
}

}  // namespace

Ledger take_inventory(const Config& config, const SliceCounts& slices, const ChipCounts& chip) {
  Ledger ledger;
  for (const char* box : {"array", "input_drivers", "control", "shift_and_add"}) {
    ledger.box(std::string("macro/") + box, config.macros);
  }
  ledger.box("macro/slice", std::int64_t{config.macros} * config.slices);
  ledger.box("input_buffer", 1);
  ledger.box("output_buffer", 1);
  rest_of_macro(ledger, config, slices, chip);
  slices_of(ledger, config, slices);
  buffers(ledger, config, chip);
  auto& dram = ledger.open_off_chip({"dram", "dram", {{"width_bits", 1}}});
  dram.event("read") = chip.rows_written * config.row_bits;
  return ledger;
}

}  // namespace arch::cap_ram
