// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/pcnn.h"

#include <algorithm>
#include <deque>
#include <optional>

#include "arch/pcnn/activation_reader.h"
#include "arch/pcnn/input_loader.h"
#include "arch/pcnn/inventory.h"
#include "arch/pcnn/mapper.h"
#include "arch/pcnn/output_stage.h"
#include "arch/pcnn/processing_element.h"
#include "arch/pcnn/weight_loader.h"
#include "sim/base/stopwatch.h"
#include "sim/workload/biases.h"

namespace arch::pcnn {
namespace {

using sim::fabric::Channel;
using sim::fabric::In;
using sim::machine::LayerRun;

// Blocks and wires, for one layer.
struct Elaboration {
  Elaboration(const Config& config, const Mapping& mapping, const sim::machine::LayerJob& job)
      : images(job.inputs.count()),
        simulation(job.engine, job.timeline),
        dram(simulation, "dram", config.period(), sim::fabric::Policy::round_robin, 3),
        parts(config, mapping, job.inputs, job.values),
        tile_end("tile_end", static_cast<std::size_t>(mapping.busy_elements())),
        weight_loader(simulation, config, mapping, images, dram),
        input_loader(simulation, config, mapping, images, dram),
        reader(simulation, config, mapping, images),
        output_stage(simulation, config, mapping, images, dram) {
    for (int n = 0; n < mapping.busy_elements(); ++n) {
      pes.emplace_back(simulation, config, n, mapping, images, parts, tile_end);
    }
    wire(config, mapping);
  }

  void wire(const Config& config, const Mapping& mapping) {
    std::vector<In<LoadedPortion>*> banks;
    std::vector<In<Patches>*> buffers;
    std::vector<In<FreeAccumulators>*> accumulators;
    const auto sets = static_cast<std::size_t>(config.accumulator_sets);
    for (std::size_t n = 0; n < pes.size(); ++n) {
      banks.push_back(&pes[n].portions);
      buffers.push_back(&pes[n].patches);
      accumulators.push_back(&pes[n].free_accumulators);
      sums.emplace_back("sums", sets, config.pipeline_stages, pes[n].finished,
                        std::vector{&output_stage.finished[n]});
    }
    portions.emplace("weights", static_cast<std::size_t>(mapping.waiting_kernels),
                     config.broadcast_latency, weight_loader.portions, banks);
    patches.emplace("patches", ActivationReader::buffer_halves, config.broadcast_latency,
                    reader.patches, buffers);
    free_accumulators.emplace("accumulators", sets, 1, output_stage.free_accumulators,
                              accumulators);
    rows.emplace("input_rows", 1, 1, input_loader.rows, std::vector{&reader.rows});
  }

  std::size_t images;
  sim::fabric::Simulation simulation;
  sim::fabric::Arbiter dram;
  SharedParts parts;
  sim::fabric::Barrier tile_end;
  WeightLoader weight_loader;
  InputLoader input_loader;
  ActivationReader reader;
  OutputStage output_stage;
  std::deque<ProcessingElement> pes;
  std::deque<Channel<FinishedTile>> sums;
  std::optional<Channel<LoadedPortion>> portions;
  std::optional<Channel<Patches>> patches;
  std::optional<Channel<FreeAccumulators>> free_accumulators;
  std::optional<Channel<LoadedRows>> rows;
};

// Takes one PE's sums, which have the order (image, pass, round, pixel by tile), to their places.
class Gathering {
 public:
  Gathering(const Mapping& mapping, std::size_t images)
      : mapping_(mapping), sums_(images * static_cast<std::size_t>(outputs_of(mapping.shape))) {}

  void take(const ProcessingElement& pe, std::size_t number) {
    auto next = pe.sums().begin();
    const auto per_image = static_cast<std::size_t>(outputs_of(mapping_.shape));
    for (std::size_t image = 0; image < sums_.size() / per_image; ++image) {
      for (const auto& pass : mapping_.tiling.passes) {
        for (const auto& round : mapping_.rounds) {
          if (number >= static_cast<std::size_t>(round.filters)) continue;
          const auto filter = static_cast<std::size_t>(round.first_filter) + number;
          next = place(
              next, pass,
              sums_.begin() + static_cast<std::ptrdiff_t>(image * per_image + filter * plane()));
        }
      }
    }
  }
  std::vector<std::int64_t> sums() && { return std::move(sums_); }

 private:
  using Iterator = std::vector<std::int64_t>::const_iterator;

  std::size_t plane() const {
    return static_cast<std::size_t>(mapping_.shape.output_height()) *
           static_cast<std::size_t>(mapping_.shape.output_width());
  }
  Iterator place(Iterator next, const Pass& pass, std::vector<std::int64_t>::iterator out) const {
    for (const auto& tile : pass.tiles) {
      for (int y = tile.outputs.top; y < tile.outputs.bottom; ++y) {
        const auto at = std::ptrdiff_t{y} * mapping_.shape.output_width() + tile.outputs.left;
        std::copy_n(next, tile.outputs.width(), out + at);
        next += tile.outputs.width();
      }
    }
    return next;
  }

  const Mapping& mapping_;
  std::vector<std::int64_t> sums_;
};

ChipCounts count_chip(const Elaboration& machine) {
  ChipCounts counts;
  counts.patterns_written = machine.weight_loader.patterns_written();
  counts.weight_writes = machine.weight_loader.weight_writes();
  counts.code_writes = machine.weight_loader.code_writes();
  counts.input_words = machine.reader.words();
  counts.buffered = machine.reader.activations();
  counts.output_words = machine.output_stage.words();
  counts.outputs = machine.output_stage.outputs();
  counts.weight_bits = machine.weight_loader.dram_bits();
  counts.input_bits = machine.input_loader.dram_bits();
  counts.output_bits = machine.output_stage.dram_bits();
  return counts;
}

std::vector<sim::machine::Figure> figures(const Config& config, const Mapping& mapping,
                                          const PeCounts& pe, const ChipCounts& chip) {
  const auto& kernels = mapping.kernels;
  const auto stored = static_cast<double>(kernels.value.size());
  const auto count = stored / kernels.slots;
  const auto index_bits = count * kernels.code_bits +
                          static_cast<double>(kernels.masks.size()) * mapping.shape.kernel_area();
  const auto dense = count * mapping.shape.kernel_area();
  const auto bytes = [](std::int64_t bits) { return static_cast<double>(bits) / 8; };
  const bool gates = config.zero_activations != ZeroActivations::off;
  return {{"pattern_mode", kernels.by_pattern ? 1.0 : 0.0},
          {"weights_per_kernel", static_cast<double>(kernels.slots)},
          {"patterns", static_cast<double>(kernels.masks.size())},
          {"code_bits", static_cast<double>(kernels.code_bits)},
          {"kernels", count},
          {"index_bits", index_bits},
          {"dense_bits", dense * config.reference_bits},
          {"compressed_bits", stored * config.reference_bits + index_bits},
          {"index_memory_share", index_memory_share(config)},
          {"passes", static_cast<double>(mapping.tiling.passes.size())},
          {"rounds", static_cast<double>(mapping.rounds.size())},
          {"kernels_stay", mapping.resident ? 1.0 : 0.0},
          {"slots", static_cast<double>(pe.slots)},
          {"codes_decoded", static_cast<double>(pe.decoded)},
          {"multiplications", static_cast<double>(pe.lane_slots)},
          {"gated_multiplications", gates ? static_cast<double>(pe.lane_slots - pe.active) : 0.0},
          {"held_by_banks", static_cast<double>(pe.memory_bound)},
          {"dram_weight_bytes", bytes(chip.weight_bits)},
          {"dram_input_bytes", bytes(chip.input_bits)},
          {"dram_output_bytes", bytes(chip.output_bits)}};
}

}  // namespace

// Every kind of layer that there is runs; one that does not fit is found by the mapper.
std::string Pcnn::refusal(const sim::workload::Layer& layer) const {
  if (!std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "PCNN runs convolutions and fully connected layers, not " + a_kind_of(layer.shape);
}

sim::ledger::Ledger Pcnn::inventory() const { return take_inventory(config_); }

LayerRun Pcnn::run(const sim::machine::LayerJob& job) const {
  LayerRun run;
  sim::Stopwatch watch;
  const auto mapping =
      map_layer(config_, job.layer.shape, job.weights, job.inputs, job.layer.place);
  run.host.encode = watch.lap();
  Elaboration machine(config_, mapping, job);
  run.host.elaborate = watch.lap();
  machine.simulation.run();
  run.host.simulate = watch.lap();

  PeCounts pe;
  for (const auto& one : machine.pes) pe += one.counts();
  const auto chip = count_chip(machine);
  run.time = machine.simulation.end_time();
  run.period = config_.period();
  run.vector_ends = machine.output_stage.image_ends();
  run.macs_effectual = pe.effectual;
  run.mac_slots_per_cycle = 1.0 * config_.processing_elements * config_.lanes;
  run.blocks = sim::machine::block_times(machine.simulation);
  run.figures = figures(config_, mapping, pe, chip);
  run.ledger = take_inventory(config_, pe, chip);
  if (!job.values) return run;
  Gathering gathering(mapping, machine.images);
  for (std::size_t n = 0; n < machine.pes.size(); ++n) gathering.take(machine.pes[n], n);
  run.sums = std::move(gathering).sums();
  // The output stage adds the biases when it rounds.
  sim::workload::add_biases(mapping.shape, job.weights, run.sums);
  run.figures.push_back(sim::machine::sums_wider_than(config_.accumulator_bits, run.sums));
  return run;
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, Pcnn>>();
}

}  // namespace arch::pcnn
