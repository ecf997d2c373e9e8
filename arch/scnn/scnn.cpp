// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/scnn.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>

#include "arch/scnn/activation_mover.h"
#include "arch/scnn/inventory.h"
#include "arch/scnn/layer_sequencer.h"
#include "arch/scnn/mapper.h"
#include "arch/scnn/post_processing_unit.h"
#include "arch/scnn/processing_element.h"
#include "sim/base/stopwatch.h"
#include "sim/reference/effectual_products.h"
#include "sim/workload/biases.h"
#include "sim/workload/output_stage.h"

namespace arch::scnn {
namespace {

using sim::fabric::Barrier;
using sim::fabric::Channel;
using sim::fabric::In;
using sim::fabric::Simulation;
using sim::machine::LayerRun;
using sim::workload::Convolution;

// PEs whose tile is not empty in some pass.
std::vector<int> busy_elements(const Config& config, const Geometry& geometry) {
  std::vector<int> busy;
  for (int pe = 0; pe < config.processing_elements(); ++pe) {
    const auto has_tile = [&](const Pass& pass) {
      return geometry.input_tile(pass, pe).area() > 0 || geometry.output_tile(pass, pe).area() > 0;
    };
    const auto& passes = geometry.passes();
    if (std::any_of(passes.begin(), passes.end(), has_tile)) busy.push_back(pe);
  }
  return busy;
}

// Blocks and wires, for one image.
struct Elaboration {
  Elaboration(const Config& config, const Mapping& mapping, const sim::machine::LayerJob& job)
      : simulation(job.engine, job.timeline),
        busy(busy_elements(config, mapping.geometry)),
        group_end("group_end", busy.size()),
        outputs(mapping.geometry.shape(), job.values),
        sequencer(simulation, config, mapping) {
    std::vector<In<ChunkMessage>*> fifos;
    std::vector<In<Token>*> rams;
    for (const int number : busy) {
      auto& pe = pes.emplace_back(simulation, config, number, mapping, group_end, outputs);
      auto& ppu = ppus.emplace_back(simulation, config, number, mapping);
      fifos.push_back(&pe.weights);
      rams.push_back(&pe.tiles);
      const auto suffix = '_' + std::to_string(number);
      finished.emplace_back("finished_groups" + suffix, 1, 1, pe.finished,
                            std::vector{&ppu.finished});
      empty.emplace_back("empty_buffers" + suffix, 2, 1, ppu.empty_buffers,
                         std::vector{&pe.empty_buffers});
    }
    weights.emplace("weights", static_cast<std::size_t>(config.fifo_vectors),
                    config.broadcast_latency, sequencer.weights, fifos);
    if (mapping.is_tiled()) {
      mover.emplace(simulation, config, mapping);
      tiles.emplace("tiles", 1, 1, mover->tiles, rams);
    }
  }

  Simulation simulation;
  std::vector<int> busy;
  Barrier group_end;
  OutputSums outputs;
  LayerSequencer sequencer;
  std::optional<ActivationMover> mover;
  std::deque<ProcessingElement> pes;
  std::deque<PostProcessingUnit> ppus;
  std::deque<Channel<FinishedGroup>> finished;
  std::deque<Channel<Token>> empty;
  std::optional<Channel<ChunkMessage>> weights;
  std::optional<Channel<Token>> tiles;
};

struct Figures {
  double filters_per_group = 0, groups = 0, passes = 0, loads = 0, active_elements = 0;
  bool spills = false;
};

// The unit adds the biases when it rectifies.
void append_sums(const OutputSums& outputs, const Convolution& shape,
                 const sim::workload::WeightMatrix& weights, std::vector<std::int64_t>& sums) {
  const auto first = sums.size();
  sums.insert(sums.end(), outputs.values().begin(), outputs.values().end());
  sim::workload::add_biases(shape, weights, std::span(sums).subspan(first));
}

std::int64_t nonzero_outputs(std::span<const std::int64_t> sums,
                             const sim::workload::OutputStage& stage) {
  return std::count_if(sums.begin(), sums.end(),
                       [&](std::int64_t sum) { return sim::workload::narrow(sum, stage) != 0; });
}

// Share of their time in which PEs that have a tile wait for the others at the end of a group.
double barrier_share(const std::vector<sim::machine::BlockTime>& blocks, sim::Time time) {
  for (const auto& block : blocks) {
    if (block.kind != "processing_element") continue;
    for (const auto& stall : block.stalls) {
      if (stall.cause == sim::fabric::Cause::held) {
        return static_cast<double>(stall.time.count()) /
               static_cast<double>(block.instances * time.count());
      }
    }
  }
  return 0;
}

void run_image(const Config& config, const sim::machine::LayerJob& job, std::size_t image,
               LayerRun& run, PeCounts& counts, DramCounts& dram, Figures& figures) {
  const auto shape = as_convolution(job.layer.shape);
  sim::Stopwatch watch;
  const auto mapping =
      map_layer(config, shape, job.weights.matrix, job.inputs.vector(image), job.layer.place);
  run.host.encode += watch.lap();
  Elaboration machine(config, mapping, job);
  run.host.elaborate += watch.lap();
  machine.simulation.run();
  run.host.simulate += watch.lap();

  sim::machine::add_block_times(run.blocks, run.time, sim::machine::block_times(machine.simulation),
                                machine.simulation.end_time());
  run.time += machine.simulation.end_time();
  run.vector_ends.push_back(run.time);
  if (job.values) append_sums(machine.outputs, shape, job.weights, run.sums);

  for (const auto& pe : machine.pes) counts += pe.counts();
  for (const auto& ppu : machine.ppus) counts += ppu.counts();
  const auto size = static_cast<std::size_t>(outputs_of(job.layer.shape));
  const auto& sums = job.values ? run.sums : *job.sums;
  const auto outputs =
      nonzero_outputs(std::span(sums).subspan(image * size, size), job.layer.output);
  counts.output_vectors +=
      (outputs + config.activations_per_vector - 1) / config.activations_per_vector;
  dram.weight_bits += machine.sequencer.weight_bits();
  if (machine.mover) dram.activation_bits_read += machine.mover->bits_read();
  if (mapping.outputs_spill) dram.activation_bits_written += outputs * config.element_bits();
  figures = {static_cast<double>(mapping.weights.groups.front().filters),
             static_cast<double>(mapping.weights.groups.size()),
             static_cast<double>(mapping.geometry.passes().size()),
             static_cast<double>(mapping.loads.size()),
             static_cast<double>(machine.busy.size()),
             mapping.outputs_spill};
}

}  // namespace

std::string Scnn::refusal(const sim::workload::Layer& layer) const {
  if (!std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "SCNN runs convolutions and fully connected layers, not an LSTM";
}

LayerRun Scnn::run(const sim::machine::LayerJob& job) const {
  const auto shape = as_convolution(job.layer.shape);
  LayerRun run;
  run.period = config_.period();
  run.mac_slots_per_cycle = 1.0 * config_.processing_elements() * config_.multipliers();
  PeCounts counts;
  DramCounts dram;
  Figures figures;
  for (std::size_t image = 0; image < job.inputs.count(); ++image) {
    run_image(config_, job, image, run, counts, dram, figures);
  }
  run.macs_effectual = sim::reference::effectual_products(shape, job.weights, job.inputs);
  const auto slots = static_cast<double>(run.cycles()) * run.mac_slots_per_cycle;
  run.figures = {{"output_channels_per_group", figures.filters_per_group},
                 {"groups", figures.groups},
                 {"passes", figures.passes},
                 {"activation_loads", figures.loads},
                 {"tiled", figures.loads > 1 || figures.spills ? 1.0 : 0.0},
                 {"active_elements", figures.active_elements},
                 {"vector_pairs", static_cast<double>(counts.pairs)},
                 {"held_by_queues", static_cast<double>(counts.held)},
                 {"products", static_cast<double>(counts.products)},
                 {"accumulator_references", static_cast<double>(counts.sums)},
                 {"products_outside", static_cast<double>(counts.products - run.macs_effectual)},
                 {"multiplier_utilization", static_cast<double>(counts.products) / slots},
                 {"barrier_idle", barrier_share(run.blocks, run.time)},
                 {"oracle_cycles",
                  std::ceil(static_cast<double>(run.macs_effectual) / run.mac_slots_per_cycle)}};
  run.ledger = take_inventory(config_, counts, dram);
  return run;
}

sim::ledger::Ledger Scnn::inventory() const { return take_inventory(config_); }

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, Scnn>>();
}

}  // namespace arch::scnn
