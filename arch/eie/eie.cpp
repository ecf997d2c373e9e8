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
      : simulation(job.engine),
        all_idle("all_idle", static_cast<std::size_t>(config.processing_elements) + 1),
        control(simulation, config, mapping, job.inputs.values, job.weights.bias_input, all_idle) {
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

// Row i of the layer stands in PE i mod N; every PE appended its rows vector after vector.
std::vector<std::int64_t> gather(const Elaboration& machine, std::size_t rows,
                                 std::size_t vectors) {
  std::vector<std::int64_t> sums(rows * vectors);
  const auto n = machine.pes.size();
  for (std::size_t v = 0; v < vectors; ++v) {
    for (std::size_t row = 0; row < rows; ++row) {
      const auto pe = row % n;
      const auto rows_of_pe = (rows - pe + n - 1) / n;
      sums[v * rows + row] = machine.pes[pe].sums()[v * rows_of_pe + row / n];
    }
  }
  return sums;
}

// Cycles that the active entries would take if all PEs always had equal shares (Table IV,
// "theoretical time").
double theoretical_cycles(const Config& config, const Mapping& mapping,
                          const sim::workload::Vectors& inputs) {
  std::int64_t entries = 0;
  for (std::size_t v = 0; v < inputs.count(); ++v) {
    entries += mapping.active_entries(inputs.vector(v));
  }
  return static_cast<double>(entries) / config.processing_elements;
}

}  // namespace

std::string Eie::refusal(const sim::workload::Layer& layer) const {
  if (std::holds_alternative<sim::workload::FullyConnected>(layer.shape)) return "";
  return "EIE runs fully connected layers, not " + a_kind_of(layer.shape);
}

sim::ledger::Ledger Eie::inventory() const { return take_inventory(config_); }

LayerRun Eie::run(const sim::machine::LayerJob& job) const {
  LayerRun run;
  sim::Stopwatch watch;
  const auto mapping =
      map_layer(config_, job.weights.matrix, job.weights.has_bias, job.layer.place);
  run.host.encode = watch.lap();
  Elaboration machine(config_, mapping, job);
  run.host.elaborate = watch.lap();
  machine.simulation.run();
  run.host.simulate = watch.lap();

  PeCounts counts;
  for (const auto& pe : machine.pes) counts += pe.counts();
  const auto& control = machine.control.counts();
  run.time = machine.simulation.end_time();
  run.period = config_.period();
  run.vector_ends = machine.control.vector_ends();
  run.sums = gather(machine, static_cast<std::size_t>(mapping.rows), job.inputs.count());
  run.macs_effectual = counts.updates;
  run.mac_slots_per_cycle = config_.processing_elements;
  run.blocks = sim::machine::block_times(machine.simulation);
  const auto theoretical = theoretical_cycles(config_, mapping, job.inputs);
  run.figures = {{"theoretical_cycles", theoretical},
                 {"theoretical_time_us", theoretical / config_.clock_mhz},
                 {"load_balance", theoretical / static_cast<double>(run.cycles())},
                 {"entries", static_cast<double>(counts.entries)},
                 {"fillers", static_cast<double>(counts.entries - counts.updates)},
                 {"empty_columns", static_cast<double>(counts.empty_columns)},
                 {"broadcasts", static_cast<double>(control.broadcasts)},
                 {"loads", static_cast<double>(mapping.loads)},
                 {"bypasses", static_cast<double>(counts.bypasses)}};
  run.ledger = take_inventory(config_, counts, control);
  return run;
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, Eie>>();
}

}  // namespace arch::eie
