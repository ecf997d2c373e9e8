// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/eie.h"

#include <fmt/format.h>

#include <deque>
#include <optional>

#include "arch/eie/central_control_unit.h"
#include "arch/eie/inventory.h"
#include "arch/eie/mapper.h"
#include "arch/eie/processing_element.h"
#include "sim/base/stopwatch.h"

namespace arch::eie {
namespace {

using sim::fabric::Barrier;
using sim::fabric::Channel;
using sim::fabric::In;
using sim::fabric::Simulation;
using sim::machine::LayerRun;

// Blocks and wires, for one layer.
struct Elaboration {
  Elaboration(const Config& config, const Mapping& mapping, const sim::machine::LayerJob& job)
      : simulation(job.engine, job.timeline),
        all_idle("all_idle", static_cast<std::size_t>(config.processing_elements) + 1),
        control(simulation, config, mapping, job.inputs, job.weights.bias_input, all_idle) {
    std::vector<In<Activation>*> queues;
    for (int n = 0; n < config.processing_elements; ++n) {
      queues.push_back(&pes.emplace_back(simulation, config, n, mapping, all_idle).activations);
    }
    broadcast.emplace("activations", static_cast<std::size_t>(config.usable_queue_slots()),
                      config.broadcast_latency, control.activations, queues);
  }

  Simulation simulation;
  Barrier all_idle;
  CentralControlUnit control;
  std::deque<ProcessingElement> pes;
  std::optional<Channel<Activation>> broadcast;
};

// Row i of a group stands in PE i mod N; every PE appended its rows vector after vector.
std::vector<std::int64_t> gather(const Elaboration& machine, const Mapping& mapping,
                                 std::size_t images) {
  const auto n = machine.pes.size(), rows = static_cast<std::size_t>(mapping.rows());
  const auto groups = static_cast<std::size_t>(mapping.shape.groups);
  const auto pixels = static_cast<std::size_t>(mapping.pixels());
  std::vector<std::int64_t> sums(images * groups * rows * pixels);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto& of_pe = machine.pes[row % n].sums();
    const auto rows_of_pe = (rows - row % n + n - 1) / n;
    for (std::size_t part = 0; part < images * groups; ++part) {
      const auto* sum = of_pe.data() + part * pixels * rows_of_pe + row / n;
      auto* const plane = sums.data() + (part * rows + row) * pixels;
      for (std::size_t pixel = 0; pixel < pixels; ++pixel) plane[pixel] = sum[pixel * rows_of_pe];
    }
  }
  return sums;
}

std::vector<sim::machine::Figure> figures(const Config& config, const Mapping& mapping,
                                          const Elaboration& machine, const PeCounts& counts,
                                          sim::Cycles cycles) {
  // What the active entries would take if all PEs always had equal shares (Table IV, "theoretical
  // time").
  const auto theoretical = static_cast<double>(counts.entries) / config.processing_elements;
  std::vector<sim::machine::Figure> figures = {
      {"theoretical_cycles", theoretical},
      {"theoretical_time_us", theoretical / config.clock_mhz},
      {"load_balance", theoretical / static_cast<double>(cycles)},
      {"entries", static_cast<double>(counts.entries)},
      {"fillers", static_cast<double>(counts.entries - counts.updates)},
      {"empty_columns", static_cast<double>(counts.empty_columns)},
      {"broadcasts", static_cast<double>(machine.control.counts().broadcasts)},
      {"loads", static_cast<double>(mapping.loads)},
      {"bypasses", static_cast<double>(counts.bypasses)}};
  if (mapping.has_windows) {
    figures.push_back({"window_cycles", static_cast<double>(machine.control.window_cycles())});
  }
  return figures;
}

}  // namespace

std::string Eie::refusal(const sim::workload::Layer& layer) const {
  if (!std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "EIE runs fully connected layers and convolutions, not " + a_kind_of(layer.shape);
}

sim::ledger::Ledger Eie::inventory() const { return take_inventory(config_); }

LayerRun Eie::run(const sim::machine::LayerJob& job) const {
  LayerRun run;
  sim::Stopwatch watch;
  const auto mapping =
      map_layer(config_, job.layer.shape, job.weights, job.layer.place, job.values);
  run.host.encode = watch.lap();
  Elaboration machine(config_, mapping, job);
  run.host.elaborate = watch.lap();
  machine.simulation.run();
  run.host.simulate = watch.lap();

  PeCounts counts;
  for (const auto& pe : machine.pes) counts += pe.counts();
  if (!job.values) counts.updates = machine.control.updates();
  run.time = machine.simulation.end_time();
  run.period = config_.period();
  run.vector_ends = machine.control.image_ends();
  if (job.values) run.sums = gather(machine, mapping, job.inputs.count());
  run.macs_effectual = counts.updates;
  run.mac_slots_per_cycle = config_.processing_elements;
  run.blocks = sim::machine::block_times(machine.simulation);
  run.figures = figures(config_, mapping, machine, counts, run.cycles());
  run.ledger = take_inventory(config_, counts, machine.control.counts());
  return run;
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, Eie>>();
}

}  // namespace arch::eie
