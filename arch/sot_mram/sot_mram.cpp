// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/sot_mram.h"

#include <algorithm>
#include <deque>

#include "arch/sot_mram/digital_unit.h"
#include "arch/sot_mram/inventory.h"
#include "arch/sot_mram/mapper.h"
#include "arch/sot_mram/sub_array.h"
#include "sim/base/stopwatch.h"
#include "sim/workload/biases.h"

namespace arch::sot_mram {
namespace {

using sim::fabric::Arbiter;
using sim::fabric::Channel;
using sim::fabric::Policy;
using sim::machine::LayerRun;

// Numbers of the sub-arrays that have a tile, ascending.
std::vector<std::size_t> positions_of(const Mapping& mapping) {
  std::vector<std::size_t> positions;
  for (const auto& tile : mapping.tiles) positions.push_back(tile.position);
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  return positions;
}

// Blocks and wires, for one layer. Only what has a tile is built.
struct Elaboration {
  Elaboration(const Config& config, const Mapping& mapping, const sim::machine::LayerJob& job)
      : positions(positions_of(mapping)),
        simulation(job.engine, job.timeline),
        dram(simulation, "dram", config.period(), Policy::round_robin, positions.size()),
        phase_end("phase_end", positions.size()),
        outputs(mapping, job.values) {
    const auto per_bank = static_cast<std::size_t>(config.sub_arrays_per_bank());
    for (std::size_t n = 0; n < positions.size(); ++n) {
      const auto bank = positions[n] / per_bank;
      if (n == 0 || bank != positions[n - 1] / per_bank) open_bank(config, bank, job, per_bank);
      auto& array = sub_arrays.emplace_back(simulation, config, mapping, positions[n],
                                            Shared{buses.back(), positions[n] % per_bank},
                                            Shared{dram, n}, phase_end, outputs);
      auto& unit = digital_units.back();
      sums.emplace_back("partial_sums", static_cast<std::size_t>(config.result_buffers),
                        config.pipeline_stages, array.sums,
                        std::vector{&unit.sums.emplace_back(unit)});
    }
    std::size_t phases = 0;
    for (const auto& array : sub_arrays) phases = std::max(phases, array.bursts());
    for (auto& array : sub_arrays) array.set_phases(phases);
  }

  void open_bank(const Config& config, std::size_t bank, const sim::machine::LayerJob& job,
                 std::size_t clients) {
    buses.emplace_back(simulation, "bus_" + std::to_string(bank), config.period(),
                       Policy::round_robin, clients);
    digital_units.emplace_back(simulation, config, bank, job.inputs.count());
  }

  std::vector<std::size_t> positions;
  sim::fabric::Simulation simulation;
  Arbiter dram;
  sim::fabric::Barrier phase_end;
  OutputSums outputs;
  std::deque<Arbiter> buses;
  std::deque<DigitalUnit> digital_units;
  std::deque<SubArray> sub_arrays;
  std::deque<Channel<PartialSums>> sums;
};

std::vector<sim::Time> image_ends(const Elaboration& machine, std::size_t images) {
  std::vector<sim::Time> ends(images);
  for (const auto& unit : machine.digital_units) {
    for (std::size_t i = 0; i < images; ++i) ends[i] = std::max(ends[i], unit.image_ends()[i]);
  }
  return ends;
}

std::vector<sim::machine::Figure> figures(const Config& config, const Mapping& mapping,
                                          const SubArrayCounts& counts, std::size_t used) {
  const auto number = [](auto value) { return static_cast<double>(value); };
  double filters = 0, terms = 0, weights = 0;
  for (const auto& product : mapping.products) {
    filters += number(product.filters.size());
    terms += number(product.terms.size());
    weights += number(product.filters.size() * product.terms.size());
  }
  return {{"weight_planes", number(mapping.weight_code.planes())},
          {"activation_planes", number(mapping.activation_code.planes())},
          {"filters_left", filters},
          {"terms_left", terms},
          {"segments", number(mapping.segments)},
          {"blocks", number(mapping.blocks)},
          {"copies", number(mapping.copies)},
          {"tiles", number(mapping.tiles.size())},
          {"sub_arrays_used", number(used)},
          {"items_per_burst", number(mapping.burst)},
          {"passes", number(counts.passes)},
          {"dense_passes", number(counts.dense_passes)},
          {"columns_sensed", number(counts.columns_sensed)},
          {"rows_written", number(counts.rows_written)},
          {"cells_written", number(counts.cells_written)},
          {"weight_bits", weights * mapping.weight_code.planes()},
          {"ideal_cycles",
           number(counts.passes * config.sense_cycles()) / number(config.sub_array_count())},
          {"dram_bytes", number(counts.dram_bits) / 8}};
}

}  // namespace

std::string SotMram::refusal(const sim::workload::Layer& layer) const {
  if (!std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "the SOT-MRAM engine runs convolutions and fully connected layers, not " +
         a_kind_of(layer.shape);
}

sim::ledger::Ledger SotMram::inventory() const { return take_inventory(config_); }

LayerRun SotMram::run(const sim::machine::LayerJob& job) const {
  LayerRun run;
  sim::Stopwatch watch;
  const auto mapping = map_layer(config_, job.layer, job.weights, job.inputs);
  run.host.encode = watch.lap();
  Elaboration machine(config_, mapping, job);
  run.host.elaborate = watch.lap();
  machine.simulation.run();
  run.host.simulate = watch.lap();

  SubArrayCounts counts;
  for (const auto& array : machine.sub_arrays) counts += array.counts();
  BankCounts bank;
  for (const auto& unit : machine.digital_units) bank.additions += unit.additions();
  bank.outputs = static_cast<std::int64_t>(job.inputs.count()) * outputs_of(job.layer.shape);
  bank.output_bits = bank.outputs * (job.layer.output.bits - (job.layer.output.relu ? 1 : 0));
  run.time = machine.simulation.end_time();
  run.period = config_.period();
  run.vector_ends = image_ends(machine, job.inputs.count());
  for (const auto& product : mapping.products) run.macs_effectual += product.effectual;
  const auto columns = config_.sub_array_count() * config_.columns;
  run.mac_slots_per_cycle =
      static_cast<double>(columns) /
      static_cast<double>(mapping.passes_per_product() * config_.sense_cycles());
  run.blocks = sim::machine::block_times(machine.simulation);
  run.figures = figures(config_, mapping, counts, machine.positions.size());
  run.ledger = take_inventory(config_, counts, bank);
  if (!job.values) return run;
  run.sums = machine.outputs.in_order();
  // The digital units add the biases when they narrow.
  sim::workload::add_biases(mapping.shape, job.weights, run.sums);
  run.figures.push_back(sim::machine::sums_wider_than(config_.accumulator_bits, run.sums));
  return run;
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, SotMram>>();
}

}  // namespace arch::sot_mram
