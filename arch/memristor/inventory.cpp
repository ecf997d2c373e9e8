// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/inventory.h"

#include <algorithm>
#include <cmath>

namespace arch::memristor {
namespace {

using sim::ledger::Ledger;

double of_bytes(int bytes) { return static_cast<double>(bytes); }

void open_unit(Ledger& ledger, const Config& config, const Counts& counts) {
  const std::string unit = "tile/unit";
  const auto& design = config.design;
  const double rows = design.rows, columns = design.columns, arrays = config.arrays;
  const auto lines = std::int64_t{config.arrays} * design.rows;
  const auto holds = std::int64_t{config.arrays} * design.columns;
  auto& adc = ledger.open(
      unit, {"adc", config.adc_price, {{"bits", design.adc.bits}}, config.arrays * config.adcs});
  adc.event("convert") = counts.conversions;
  auto& dac = ledger.open(unit, {"dac", "dac", {{"bits", design.input.dac_bits}}, lines});
  dac.event("drive") = counts.drives;
  auto& hold = ledger.open(unit, {"sample_and_hold", "sample_and_hold", {}, holds});
  hold.event("sample") = counts.conversions;
  auto& crossbar = ledger.open(
      unit, {"crossbar", "crossbar", {{"rows", rows}, {"columns", columns}}, config.arrays});
  crossbar.event("read_cell") = counts.cells;
  if (counts.pulses > 0) crossbar.event("program_pulse") = counts.pulses;
  auto& add = ledger.open(unit, {"shift_and_add", "shift_and_add", {{"arrays", arrays}}});
  add.event("merge") = counts.conversions;
  auto& inputs = ledger.open(
      unit,
      {"input_register", "input_register", {{"bytes", of_bytes(config.input_register_bytes)}}});
  inputs.event("give") = counts.drives;
  auto& outputs = ledger.open(unit, {"output_register",
                                     "unit_output_register",
                                     {{"bytes", of_bytes(config.output_register_bytes)}}});
  outputs.event("merge") = counts.conversions;
}

void open_tile(Ledger& ledger, const Config& config, const Counts& counts) {
  const std::string tile = "tile";
  auto& edram = ledger.open(tile, {"edram",
                                   "edram",
                                   {{"bytes", of_bytes(config.edram_bytes)},
                                    {"width_bits", static_cast<double>(config.edram_width_bits)}}});
  edram.event("read") = counts.edram_reads;
  edram.event("write") = counts.edram_writes;
  auto& bus = ledger.open(tile, {"bus", "bus", {{"bits", static_cast<double>(config.bus_bits)}}});
  bus.event("transfer_bit") = counts.bus_bits;
  auto& sigmoid = ledger.open(tile, {"sigmoid", "sigmoid", {}, config.sigmoids});
  sigmoid.event("apply") = counts.outputs;
  auto& add = ledger.open(tile, {"shift_and_add", "tile_shift_and_add"});
  add.event("add") = counts.sums;
  auto& pool = ledger.open(tile, {"max_pool", "max_pool"});
  pool.event("compare") = counts.pooled;
  auto& outputs = ledger.open(tile, {"output_register",
                                     "tile_output_register",
                                     {{"bytes", of_bytes(config.tile_register_bytes)}}});
  outputs.event("write") = counts.outputs;
  auto& router = ledger.open(tile, {"router_share",
                                    "router",
                                    {{"share", 1.0 / config.tiles_per_router},
                                     {"bits", static_cast<double>(config.flit_bits)}}});
  router.event("pass") = counts.flits;
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  cells += other.cells;
  drives += other.drives;
  conversions += other.conversions;
  sums += other.sums;
  outputs += other.outputs;
  pooled += other.pooled;
  edram_reads += other.edram_reads;
  edram_writes += other.edram_writes;
  bus_bits += other.bus_bits;
  flits += other.flits;
  pulses += other.pulses;
  return *this;
}

Boxes boxes_of(const Config& config, int chips) {
  return {chips, std::int64_t{chips} * config.tiles, std::int64_t{chips} * config.units_per_chip()};
}

Ledger take_inventory(const Config& config, const Boxes& boxes, const Counts& counts) {
  Ledger ledger;
  ledger.box("tile/unit", boxes.units);
  ledger.box("tile", boxes.tiles);
  ledger.box("chip", boxes.chips);
  open_unit(ledger, config, counts);
  open_tile(ledger, config, counts);
  ledger.open("chip", {"links", "chip_links", {{"links", static_cast<double>(config.links)}}});
  return ledger;
}

Counts counts_of(const Config& config, const LayerWork& work, const LayerPlan& plan, bool pools,
                 std::int64_t vectors, std::int64_t rounds) {
  const auto& mapping = work.mapping;
  const auto bits = std::int64_t{config.design.input.bits};
  const auto windows = vectors * mapping.windows();
  std::int64_t inputs = 0, sums = 0;
  for (const auto& group : mapping.groups) {
    const auto size = static_cast<std::int64_t>(group.inputs.size());
    inputs += size;
    sums += static_cast<std::int64_t>(group.outputs.size()) * ceiling(size, config.design.rows);
  }
  const auto new_bits =
      static_cast<std::int64_t>(std::ceil(static_cast<double>(inputs) * plan.new_inputs)) * bits;
  const auto outputs = windows * mapping.shape.filters;
  Counts counts;
  counts.cells = work.products.cells * rounds;
  counts.drives = work.products.drives * rounds;
  counts.conversions = work.products.counts.conversions * rounds;
  counts.sums = windows * sums * rounds;
  counts.outputs = outputs * rounds;
  counts.pooled = pools ? outputs * rounds : 0;
  // Each pass takes the inputs anew.
  const auto turns = plan.passes * rounds;
  counts.edram_reads = windows * ceiling(new_bits, config.edram_width_bits) * turns;
  counts.edram_writes = vectors * plan.plane.pixels() *
                        ceiling(plan.channels * bits, config.edram_width_bits) * turns;
  counts.bus_bits = windows * new_bits * turns + outputs * bits * rounds;
  counts.flits = windows * ceiling(mapping.shape.filters * bits, config.flit_bits) * rounds;
  return counts;
}

double mac_slots(const Config& config, std::int64_t units) {
  const auto arrays = units * config.arrays / config.arrays_per_block();
  const auto products = arrays * config.active_rows() * config.weights_per_row();
  return static_cast<double>(products) / config.design.input.slices();
}

Counts full_load(const Config& config, const Boxes& boxes, std::int64_t cycles) {
  const auto reads = boxes.units * config.arrays * cycles;
  const auto clocks = static_cast<std::int64_t>(
      std::llround(config.digital_cycles_per_cycle() * static_cast<double>(cycles)));
  Counts counts;
  const auto active = config.active_rows();
  counts.drives = reads * active;
  counts.conversions = static_cast<std::int64_t>(
      std::llround(static_cast<double>(reads) * config.adcs * config.adc_gs_per_s *
                   static_cast<double>(config.cycle().count()) * 1e-3));
  counts.cells = reads * active * config.design.columns;
  counts.sums = boxes.tiles * clocks;
  counts.outputs = boxes.tiles * clocks * config.sigmoids;
  counts.pooled = boxes.tiles * clocks;
  counts.edram_reads = boxes.tiles * clocks;
  counts.bus_bits = boxes.tiles * clocks * config.bus_bits;
  counts.flits = boxes.tiles * clocks;
  return counts;
}

}  // namespace arch::memristor
