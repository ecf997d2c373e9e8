// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/inventory.h"

namespace arch::sot_mram {
namespace {

using sim::ledger::Attributes;
using sim::ledger::Ledger;

std::string cells_of(const Config& config) {
  return config.device == Device::sot ? "sot_mram_cells" : "stt_mram_cells";
}

void add_array(Ledger& ledger, const Config& config, const SubArrayCounts& counts) {
  const std::string box = "sub_array";
  ledger.box(box, config.sub_array_count());
  auto& cells = ledger.open(
      box,
      {"cells", cells_of(config), {{"cells", static_cast<double>(config.rows) * config.columns}}});
  cells.event("and") = counts.columns_sensed;
  cells.event("write") = counts.cells_written;
  auto& decoder = ledger.open(box, {"row_decoder", "row_decoder", {{"rows", config.rows}}});
  decoder.event("activate") = 2 * counts.passes + counts.rows_written;
  auto& amplifiers =
      ledger.open(box, {"sense_amplifiers", "mram_sense_amplifier", {}, config.columns});
  // XOR compares with both references.
  const int branches = config.sensing == Sensing::logic_xor ? 2 : 1;
  amplifiers.event("sense") = branches * counts.columns_sensed;
  auto& counter = ledger.open(box, {"bit_counter", "bit_counter", {}, config.columns});
  counter.event("count") = counts.columns_sensed;
  const Attributes sum = {{"bits", config.accumulator_bits}};
  auto& shifter = ledger.open(box, {"shifter", "shifter", sum});
  shifter.event("shift") = counts.passes;
  auto& accumulator = ledger.open(box, {"accumulator", "adder", sum});
  accumulator.event("add") = counts.passes;
}

// The memory banks are priced by the bit: as cells with sense amplifiers.
void add_bank(Ledger& ledger, const Config& config, const std::string& name, int bytes,
              std::int64_t read_bits, std::int64_t written_bits) {
  ledger.box(name, 1);
  auto& cells = ledger.open(name, {"cells", cells_of(config), {{"cells", 8.0 * bytes}}});
  cells.event("read") = read_bits;
  cells.event("write") = written_bits;
  const auto arrays = (std::int64_t{8} * bytes + std::int64_t{config.rows} * config.columns - 1) /
                      (std::int64_t{config.rows} * config.columns);
  auto& amplifiers =
      ledger.open(name, {"sense_amplifiers", "mram_sense_amplifier", {}, arrays * config.columns});
  amplifiers.event("sense") = read_bits;
}

}  // namespace

SubArrayCounts& SubArrayCounts::operator+=(const SubArrayCounts& other) {
  passes += other.passes;
  dense_passes += other.dense_passes;
  columns_sensed += other.columns_sensed;
  rows_written += other.rows_written;
  cells_written += other.cells_written;
  kernel_bits += other.kernel_bits;
  image_bits += other.image_bits;
  dram_bits += other.dram_bits;
  return *this;
}

Ledger take_inventory(const Config& config, const SubArrayCounts& sub_array,
                      const BankCounts& bank) {
  Ledger ledger;
  add_array(ledger, config, sub_array);
  ledger.box("digital_unit", config.bank_count());
  const Attributes sum = {{"bits", config.accumulator_bits}};
  auto& adders = ledger.open("digital_unit", {"adders", "adder", sum, config.sums_per_cycle});
  adders.event("add") = bank.additions;
  auto& quantisers =
      ledger.open("digital_unit", {"quantisers", "shifter", sum, config.sums_per_cycle});
  quantisers.event("shift") = bank.outputs;
  ledger.box("bus", config.bank_count());
  auto& bus = ledger.open("bus", {"wires", "wire", {{"bits", config.bus_bits}}});
  bus.event("move") = sub_array.bits_moved();
  add_bank(ledger, config, "kernel_bank", config.kernel_bank_bytes, sub_array.kernel_bits, 0);
  add_bank(ledger, config, "image_bank", config.image_bank_bytes, sub_array.image_bits,
           bank.output_bits);
  auto& dram = ledger.open_off_chip({"dram", "dram", {{"width_bits", 1}}});
  dram.event("read") = sub_array.dram_bits;
  return ledger;
}

}  // namespace arch::sot_mram
