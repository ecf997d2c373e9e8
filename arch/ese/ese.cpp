// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/ese.h"

#include <deque>
#include <optional>

#include "arch/ese/controller.h"
#include "arch/ese/element_wise_unit.h"
#include "arch/ese/inventory.h"
#include "arch/ese/mapper.h"
#include "arch/ese/memory_streams.h"
#include "arch/ese/phases.h"
#include "arch/ese/processing_element.h"
#include "sim/base/stopwatch.h"

namespace arch::ese {
namespace {

using sim::fabric::Barrier;
using sim::fabric::Channel;
using sim::fabric::In;
using sim::fabric::Simulation;
using sim::machine::LayerRun;

std::size_t size(std::int64_t n) { return static_cast<std::size_t>(n); }

// Blocks and wires, for one layer.
struct Elaboration {
  Elaboration(const Config& config, const Mapping& mapping, const sim::machine::LayerJob& job)
      : simulation(job.engine, job.timeline),
        state_done("state_done", size(config.processing_elements) + 2),
        buffers(mapping.shape, size(std::min<std::int64_t>(config.channels, mapping.sequences))),
        controller(simulation, config, mapping, *job.lstm, job.inputs, buffers, state_done),
        weight_stream(simulation, config, mapping),
        vector_stream(simulation, config, mapping),
        element_wise(simulation, config, mapping,
                     ElementWise(mapping.shape, job.layer.lstm.formats, *job.lstm, buffers),
                     state_done) {
    std::vector<In<Column>*> queues;
    std::vector<In<Arrived>*> weight_buffers, pointer_buffers;
    for (int n = 0; n < config.processing_elements; ++n) {
      auto& pe = pes.emplace_back(simulation, config, n, mapping, job.layer.lstm.formats, *job.lstm,
                                  buffers, state_done);
      queues.push_back(&pe.activations);
      weight_buffers.push_back(&pe.weights);
      pointer_buffers.push_back(&pe.pointers);
    }
    activations.emplace("activations", size(config.queue_entries), config.broadcast_latency,
                        controller.activations, queues);
    commands.emplace("commands", 1, config.broadcast_latency, controller.commands,
                     std::vector{&element_wise.commands});
    weights.emplace("weights", size(config.buffers), config.dram_latency, weight_stream.chunks,
                    weight_buffers);
    pointers.emplace("pointers", size(config.buffers), config.dram_latency, vector_stream.pointers,
                     pointer_buffers);
    inputs.emplace("inputs", 2, config.dram_latency, vector_stream.inputs,
                   std::vector{&controller.inputs});
    outputs.emplace("outputs", 2, 1, controller.outputs, std::vector{&vector_stream.outputs});
    first_chunk.emplace("first_weights", 1, config.dram_latency, weight_stream.first_chunk,
                        std::vector{&controller.first_chunk});
    first_pointers.emplace("first_pointers", 1, config.dram_latency, vector_stream.first_pointers,
                           std::vector{&controller.first_pointers});
  }

  Simulation simulation;
  Barrier state_done;
  VectorBuffers buffers;
  Controller controller;
  WeightStream weight_stream;
  VectorStream vector_stream;
  ElementWiseUnit element_wise;
  std::deque<ProcessingElement> pes;
  std::optional<Channel<Column>> activations;
  std::optional<Channel<Command>> commands;
  std::optional<Channel<Arrived>> weights, pointers, inputs, outputs, first_chunk, first_pointers;
};

// A sequence is complete when its last step's outputs have been written.
std::vector<sim::Time> vector_ends(const Config& config, const Mapping& mapping,
                                   const std::vector<sim::Time>& written) {
  std::vector<sim::Time> ends;
  for (std::int64_t sequence = 0; sequence < mapping.sequences; ++sequence) {
    const auto batch = sequence / config.channels;
    ends.push_back(written[size((batch + 1) * mapping.shape.steps - 1)]);
  }
  return ends;
}

sim::ledger::Ledger count(const Config& config, const Elaboration& machine) {
  PeCounts pe;
  for (const auto& one : machine.pes) pe += one.counts();
  const auto& control = machine.controller.counts();
  const auto& weights = machine.weight_stream.counts();
  const auto& vectors = machine.vector_stream.counts();
  return take_inventory(config, pe, machine.element_wise.counts(),
                        {weights.read_bits + vectors.read_bits, vectors.written_bits,
                         control.lane_activations, control.lane_inputs});
}

}  // namespace

std::string Ese::refusal(const sim::workload::Layer& layer) const {
  if (std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "ESE runs LSTMs, not " + a_kind_of(layer.shape);
}

std::string Ese::needs_values() const {
  return "which products are effectual depends on the outputs of the step before";
}

sim::ledger::Ledger Ese::inventory() const { return take_inventory(config_); }

LayerRun Ese::run(const sim::machine::LayerJob& job) const {
  LayerRun run;
  sim::Stopwatch watch;
  const auto mapping = map_layer(config_, job.layer, *job.lstm, job.inputs.count());
  run.host.encode = watch.lap();
  Elaboration machine(config_, mapping, job);
  run.host.elaborate = watch.lap();
  machine.simulation.run();
  run.host.simulate = watch.lap();

  const auto& control = machine.controller.counts();
  run.time = machine.simulation.end_time();
  run.period = config_.period();
  run.vector_ends = vector_ends(config_, mapping, machine.vector_stream.written());
  run.sums = machine.controller.results();
  run.macs_effectual = control.macs_effectual;
  run.mac_slots_per_cycle = 1.0 * config_.channels * config_.processing_elements;
  run.blocks = sim::machine::block_times(machine.simulation);
  run.phases = phases_of(config_, mapping, control);
  run.figures = figures_of(config_, mapping, control);
  run.ledger = count(config_, machine);
  return run;
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, Ese>>();
}

}  // namespace arch::ese
