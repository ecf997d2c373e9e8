// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/dcnn.h"

#include <algorithm>
#include <deque>

#include "arch/dcnn/activation_loader.h"
#include "arch/dcnn/inventory.h"
#include "arch/dcnn/layer_sequencer.h"
#include "arch/dcnn/mapper.h"
#include "arch/dcnn/output_writer.h"
#include "arch/dcnn/post_processing_unit.h"
#include "arch/dcnn/processing_element.h"
#include "sim/base/stopwatch.h"

namespace arch::dcnn {
namespace {

using sim::fabric::Channel;
using sim::fabric::In;
using sim::machine::LayerRun;

// Blocks that the group in use leaves room for in the weight buffer.
std::size_t waiting_blocks(const Config& config, const Mapping& mapping) {
  return static_cast<std::size_t>(std::max(1, config.weight_vectors / mapping.group_size - 1));
}

// Blocks and wires, for one layer.
struct Elaboration {
  Elaboration(const Config& config, const Mapping& mapping, const sim::machine::LayerJob& job)
      : images(static_cast<int>(job.inputs.count())),
        simulation(job.engine, job.timeline),
        dram(simulation, "dram", config.period(), sim::fabric::Policy::round_robin, 3),
        sequencer(simulation, config, mapping, images, dram),
        loader(simulation, config, mapping, job.inputs, dram),
        writer(simulation, config, mapping, images, dram) {
    for (int n = 0; n < config.pes(); ++n) {
      pes.emplace_back(simulation, config, n, mapping, job.inputs, job.values);
    }
    for (int n = 0; n < config.pes(); ++n) {
      ppus.emplace_back(simulation, config, n, mapping, job.layer.output);
    }
    wire(config, mapping);
  }

  void wire(const Config& config, const Mapping& mapping) {
    std::vector<In<WeightBlock>*> weight_buffers;
    std::vector<In<InputTile>*> rams;
    const auto sets = static_cast<std::size_t>(config.accumulator_sets);
    for (std::size_t n = 0; n < pes.size(); ++n) {
      auto& pe = pes[n];
      auto& ppu = ppus[n];
      weight_buffers.push_back(&pe.weights);
      rams.push_back(&pe.tiles);
      sums.emplace_back("sums", sets, config.dot_stages, pe.finished, std::vector{&ppu.finished});
      accumulators.emplace_back("accumulators", sets, 1, ppu.free_accumulators,
                                std::vector{&pe.free_accumulators});
      freed.emplace_back("freed", ActivationLoader::buffers, 1, pe.freed,
                         std::vector{&loader.freed[n]});
      outputs.emplace_back("outputs", 1, 1, ppu.outputs, std::vector{&writer.outputs[n]});
    }
    weights.emplace_back("weights", waiting_blocks(config, mapping), config.broadcast_latency,
                         sequencer.weights, weight_buffers);
    tiles.emplace_back("input_tiles", ActivationLoader::buffers, 1, loader.tiles, rams);
  }

  int images;
  sim::fabric::Simulation simulation;
  sim::fabric::Arbiter dram;
  LayerSequencer sequencer;
  ActivationLoader loader;
  OutputWriter writer;
  std::deque<ProcessingElement> pes;
  std::deque<PostProcessingUnit> ppus;
  std::deque<Channel<WeightBlock>> weights;
  std::deque<Channel<InputTile>> tiles;
  std::deque<Channel<Sums>> sums;
  std::deque<Channel<Freed>> accumulators, freed;
  std::deque<Channel<Outputs>> outputs;
};

// A PE has its sums in the order (image, pass, filter, row, column of its tile).
std::vector<std::int64_t> gather(const Elaboration& machine, const Mapping& mapping) {
  const auto& shape = mapping.shape;
  const auto filters = static_cast<std::size_t>(shape.filters);
  const auto height = static_cast<std::size_t>(shape.output_height());
  const auto width = static_cast<std::size_t>(shape.output_width());
  std::vector<std::int64_t> sums(static_cast<std::size_t>(machine.images) * filters * height *
                                 width);
  for (std::size_t n = 0; n < machine.pes.size(); ++n) {
    auto next = machine.pes[n].sums().begin();
    for (std::size_t image = 0; image < static_cast<std::size_t>(machine.images); ++image) {
      for (const auto& pass : mapping.passes) {
        const auto tile = pass.tile(static_cast<int>(n));
        const auto columns = static_cast<std::size_t>(tile.columns.outputs.size());
        for (std::size_t k = 0; k < filters; ++k) {
          for (int p = tile.rows.outputs.begin; p < tile.rows.outputs.end; ++p) {
            const auto row = (image * filters + k) * height + static_cast<std::size_t>(p);
            const auto at = row * width + static_cast<std::size_t>(tile.columns.outputs.begin);
            std::copy_n(next, columns, sums.begin() + static_cast<std::ptrdiff_t>(at));
            next += static_cast<std::ptrdiff_t>(columns);
          }
        }
      }
    }
  }
  return sums;
}

std::vector<sim::Time> image_ends(const Elaboration& machine, bool through_dram) {
  if (through_dram) return machine.writer.image_ends();
  auto ends = machine.ppus.front().image_ends();
  for (const auto& ppu : machine.ppus) {
    for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = std::max(ends[i], ppu.image_ends()[i]);
  }
  return ends;
}

ChipCounts count_chip(const Elaboration& machine, bool through_dram) {
  ChipCounts counts;
  counts.weight_vectors = machine.sequencer.vectors();
  for (const auto& ppu : machine.ppus) counts.sums += ppu.sums();
  counts.words_loaded = machine.loader.words();
  counts.outputs_stay = !through_dram;
  counts.weight_bits = machine.sequencer.dram_bits();
  counts.input_bits = machine.loader.dram_bits();
  counts.output_bits = machine.writer.dram_bits();
  return counts;
}

std::vector<sim::machine::Figure> figures(const Config& config, const Mapping& mapping,
                                          const PeCounts& pe, const ChipCounts& chip) {
  const auto bytes = [](std::int64_t bits) { return static_cast<double>(bits) / 8; };
  const auto gated = config.gates_zeros ? pe.products - pe.effectual : 0;
  return {{"passes", static_cast<double>(mapping.passes.size())},
          {"through_dram", mapping.through_dram ? 1.0 : 0.0},
          {"filters_at_once", static_cast<double>(mapping.group_size)},
          {"weight_vectors", static_cast<double>(chip.weight_vectors)},
          {"dot_products", static_cast<double>(pe.dot_products)},
          {"multiplications", static_cast<double>(pe.products)},
          {"ideal_cycles", static_cast<double>(pe.products) / (config.pes() * config.dot_width)},
          {"gated_multiplications", static_cast<double>(gated)},
          {"halo_words", static_cast<double>(pe.halo_words)},
          {"halo_wait_cycles", static_cast<double>(pe.halo_wait)},
          {"dram_weight_bytes", bytes(chip.weight_bits)},
          {"dram_input_bytes", bytes(chip.input_bits)},
          {"dram_output_bytes", bytes(chip.output_bits)}};
}

}  // namespace

// Every kind of layer that there is runs; one that does not fit is found by the mapper.
std::string Dcnn::refusal(const sim::workload::Layer& layer) const {
  if (!std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "DCNN runs convolutions and fully connected layers, not an LSTM";
}

std::string Dcnn::needs_values() const {
  return config_.compresses_activations
             ? "outputs are compressed by their zeros on their way to DRAM"
             : "";
}

sim::ledger::Ledger Dcnn::inventory() const { return take_inventory(config_); }

LayerRun Dcnn::run(const sim::machine::LayerJob& job) const {
  LayerRun run;
  sim::Stopwatch watch;
  const auto mapping = map_layer(config_, job.layer.shape, job.weights, job.layer.place);
  run.host.encode = watch.lap();
  Elaboration machine(config_, mapping, job);
  run.host.elaborate = watch.lap();
  machine.simulation.run();
  run.host.simulate = watch.lap();

  PeCounts pe;
  for (const auto& one : machine.pes) pe += one.counts();
  const auto chip = count_chip(machine, mapping.through_dram);
  run.time = machine.simulation.end_time();
  run.period = config_.period();
  run.vector_ends = image_ends(machine, mapping.through_dram);
  run.macs_effectual = pe.effectual;
  run.mac_slots_per_cycle = 1.0 * config_.pes() * config_.dot_width;
  run.blocks = sim::machine::block_times(machine.simulation);
  run.figures = figures(config_, mapping, pe, chip);
  run.ledger = take_inventory(config_, pe, chip);
  if (!job.values) return run;
  run.sums = gather(machine, mapping);
  run.figures.push_back(sim::machine::sums_wider_than(config_.accumulator_bits, run.sums));
  return run;
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, Dcnn>>();
}

}  // namespace arch::dcnn
