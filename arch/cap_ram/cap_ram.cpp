// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/cap_ram.h"

#include <cmath>
#include <deque>
#include <optional>

#include "arch/cap_ram/definition.h"
#include "arch/cap_ram/input_driver.h"
#include "arch/cap_ram/inventory.h"
#include "arch/cap_ram/macro.h"
#include "arch/cap_ram/output_unit.h"
#include "arch/cap_ram/shift_and_add.h"
#include "arch/cap_ram/weight_loader.h"
#include "sim/base/stopwatch.h"
#include "sim/reference/effectual_products.h"
#include "sim/workload/biases.h"

namespace arch::cap_ram {
namespace {

using sim::fabric::Channel;
using sim::fabric::In;
using sim::machine::LayerJob;
using sim::machine::LayerRun;

// Blocks and wires, for one layer.
struct Elaboration {
  Elaboration(const Config& config, const Mapping& mapping, const LayerJob& job)
      : simulation(job.engine, job.timeline),
        totals(job.values ? job.inputs.count() * static_cast<std::size_t>(outputs_of(mapping.shape))
                          : 0),
        driver(simulation, config, mapping, job.inputs),
        loader(simulation, config, mapping, job.inputs.count()),
        output_unit(simulation, config, mapping, job.inputs.count()) {
    const auto seed = noise_seed(config, job.layer.name);
    for (int n = 0; n < config.macros; ++n) {
      macros.emplace_back(simulation, config, mapping, n, job.inputs.count(), seed, job.values);
      adders.emplace_back(simulation, config, mapping, n, job.inputs.count(), totals);
    }
    wire(config);
  }

  void wire(const Config& config) {
    std::vector<In<InputVector>*> rows;
    std::vector<In<Loaded>*> cells;
    for (std::size_t n = 0; n < macros.size(); ++n) {
      rows.push_back(&macros[n].vectors);
      cells.push_back(&macros[n].loaded);
      drained.emplace_back("drained", 1, 1, macros[n].drained, std::vector{&loader.drained[n]});
      converted.emplace_back("values", conversions_on_the_way(config), conversion_latency(config),
                             macros[n].converted, std::vector{&adders[n].converted});
      finished.emplace_back("partial_sums", OutputUnit::waiting, 1, adders[n].finished,
                            std::vector{&output_unit.finished[n]});
    }
    vectors.emplace("inputs", static_cast<std::size_t>(config.input_buffers), 1, driver.vectors,
                    rows);
    loaded.emplace("weights", 1, 1, loader.loaded, cells);
  }

  SliceCounts slices() const {
    SliceCounts counts;
    for (const auto& macro : macros) counts += macro.counts();
    return counts;
  }

  sim::fabric::Simulation simulation;
  std::vector<std::int64_t> totals;
  InputDriver driver;
  WeightLoader loader;
  OutputUnit output_unit;
  std::deque<Macro> macros;
  std::deque<ShiftAndAdd> adders;
  std::optional<Channel<InputVector>> vectors;
  std::optional<Channel<Loaded>> loaded;
  std::deque<Channel<Drained>> drained;
  std::deque<Channel<Converted>> converted;
  std::deque<Channel<PartialSums>> finished;
};

// The bias is added to the outputs, in whole numbers.
std::vector<std::int64_t> outputs(const Mapping& mapping,
                                  const sim::workload::WeightMatrix& weights,
                                  std::vector<std::int64_t> totals) {
  for (auto& total : totals) total = mapping.scale.apply(total);
  sim::workload::add_biases(mapping.shape, weights, totals);
  return totals;
}

// Where the time of the busiest macro went. Phases that overlap are no phases of the run.
std::vector<sim::machine::Phase> phases(const Config& config, const Elaboration& machine) {
  std::vector<sim::machine::Phase> phases = {
      {"load", machine.loader.loads_done(), machine.loader.load_time(), {}}};
  if (config.overlap) return phases;
  std::int64_t cycles = 0;
  for (const auto& macro : machine.macros) cycles = std::max(cycles, macro.counts().cycles);
  const auto add = [&](const char* name, sim::Time once) {
    phases.push_back({name, cycles, cycles * once, {}});
  };
  const auto picoseconds = [](double ns) {
    return sim::Time{static_cast<std::int64_t>(std::llround(ns * 1000))};
  };
  add("reset", picoseconds(config.reset_ns));
  add("drive", picoseconds(config.drive_ns));
  add("share", picoseconds(config.share_ns));
  add("convert", config.convert_time());
  return phases;
}

std::vector<sim::machine::Figure> figures(const Config& config, const Mapping& mapping,
                                          const SliceCounts& slices, const ChipCounts& chip) {
  std::int64_t digits = 0;
  for (const auto& tile : mapping.tiles) {
    const auto& segment = mapping.segments[static_cast<std::size_t>(tile.segment)];
    digits += std::int64_t{segment.size()} * static_cast<std::int64_t>(tile.columns.size());
  }
  const double circuits = static_cast<double>(config.slices) * config.circuits;
  const auto cells = digits * (config.ternary() ? 2 : 1);
  return {{"weight_digits", static_cast<double>(mapping.digits.count())},
          {"input_passes", static_cast<double>(mapping.passes.size())},
          {"segments", static_cast<double>(mapping.segments.size())},
          {"tiles", static_cast<double>(mapping.tiles.size())},
          {"rounds", static_cast<double>(mapping.rounds.size())},
          {"cells", static_cast<double>(cells) * config.digit_bits},
          {"macros_filled", static_cast<double>(cells) / (circuits * config.planes)},
          {"macro_cycles", static_cast<double>(slices.cycles)},
          {"circuits_in_use", static_cast<double>(slices.multiplies) /
                                  (static_cast<double>(slices.cycles) * circuits)},
          {"conversions", static_cast<double>(slices.conversions)},
          {"clipped_conversions", static_cast<double>(slices.clips)},
          {"partial_sums", static_cast<double>(chip.partial_sums)},
          {"rows_written", static_cast<double>(chip.rows_written)}};
}

ChipCounts count_chip(const Elaboration& machine, const Mapping& mapping, std::size_t images) {
  ChipCounts counts;
  counts.rows_written = machine.loader.rows_written();
  counts.input_bits = machine.driver.bits_read();
  for (const auto& adder : machine.adders) counts.additions += adder.additions();
  counts.partial_sums = machine.output_unit.written();
  counts.outputs = static_cast<std::int64_t>(images) * mapping.filters * mapping.pixels();
  return counts;
}

}  // namespace

std::string CapRam::refusal(const sim::workload::Layer& layer) const {
  if (!std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "CAP-RAM runs convolutions and fully connected layers, not " + a_kind_of(layer.shape);
}

std::string CapRam::needs_values() const {
  return config_.digital() ? "" : "a converter's energy depends on its codes";
}

sim::ledger::Ledger CapRam::inventory() const { return take_inventory(config_); }

std::vector<std::int64_t> CapRam::definition(const LayerJob& job) const {
  return define(config_, job);
}

LayerRun CapRam::run(const LayerJob& job) const {
  LayerRun run;
  sim::Stopwatch watch;
  const auto mapping =
      map_layer(config_, job.layer.shape, job.weights, job.inputs, job.layer.place);
  run.host.encode = watch.lap();
  Elaboration machine(config_, mapping, job);
  run.host.elaborate = watch.lap();
  machine.simulation.run();
  run.host.simulate = watch.lap();

  const auto slices = machine.slices();
  const auto chip = count_chip(machine, mapping, job.inputs.count());
  run.time = machine.simulation.end_time();
  run.period = config_.period();
  run.vector_ends = machine.output_unit.image_ends();
  run.macs_effectual = sim::reference::effectual_products(mapping.shape, job.weights, job.inputs);
  run.mac_slots_per_cycle =
      1.0 * config_.macros * config_.columns_per_tile() * config_.inputs_per_tile();
  run.blocks = sim::machine::block_times(machine.simulation);
  run.figures = figures(config_, mapping, slices, chip);
  run.phases = phases(config_, machine);
  run.ledger = take_inventory(config_, slices, chip);
  if (job.values) run.sums = outputs(mapping, job.weights, std::move(machine.totals));
  return run;
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, CapRam>>();
}

}  // namespace arch::cap_ram
