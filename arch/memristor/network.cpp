// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/network.h"

#include <fmt/format.h>

#include <algorithm>

#include "arch/memristor/inventory.h"
#include "arch/memristor/layer_copy.h"
#include "sim/base/stopwatch.h"
#include "sim/reference/effectual_products.h"
#include "sim/workload/biases.h"

namespace arch::memristor {
namespace {

using sim::machine::BlockTime;
using sim::machine::Figure;
using sim::machine::LayerRun;
using sim::machine::NetworkRun;

bool pools(const Plan& plan, std::size_t layer) {
  return std::any_of(plan.layers.begin(), plan.layers.end(), [&](const LayerPlan& other) {
    return other.producer && other.producer->layer == layer && other.producer->feed.pools();
  });
}

double mean_cycles(const LayerWork& work, const LayerPlan& plan) {
  const auto& reads = work.products.window_reads;
  const auto windows = std::max<std::size_t>(1, reads.size());
  sim::Cycles sum = 0;
  for (std::size_t w = 0; w < windows; ++w) {
    sum += cycles_of(work.products, plan, static_cast<std::int64_t>(w));
  }
  return static_cast<double>(sum) / static_cast<double>(windows);
}

double quotient(std::int64_t a, std::int64_t b) {
  return b == 0 ? 0 : static_cast<double>(a) / static_cast<double>(b);
}

double microseconds(sim::Time time) { return static_cast<double>(time.count()) * 1e-6; }

std::vector<Figure> figures_of(const LayerWork& work, const LayerPlan& plan,
                               const LayerTime& time) {
  const auto& mapping = work.mapping;
  const auto& counts = work.products.counts;
  return {{"copies", static_cast<double>(plan.copies)},
          {"arrays", static_cast<double>(plan.copies * plan.arrays)},
          {"arrays_of_a_copy", static_cast<double>(mapping.arrays)},
          {"arrays_without_dropping", static_cast<double>(mapping.dense_arrays)},
          {"cells", static_cast<double>(mapping.cells)},
          {"units", static_cast<double>(plan.units)},
          {"chips", static_cast<double>(plan.chips)},
          {"weights_per_array", quotient(mapping.weights, mapping.arrays)},
          {"windows", static_cast<double>(mapping.windows())},
          {"cycles_per_window", mean_cycles(work, plan)},
          {"supply_cycles", static_cast<double>(plan.supply)},
          {"collect_cycles", static_cast<double>(plan.collect)},
          {"reads", static_cast<double>(counts.reads)},
          {"conversions", static_cast<double>(counts.conversions)},
          {"clips", static_cast<double>(counts.clips)},
          {"clip_share", quotient(counts.clips, counts.conversions)},
          {"inputs_from_outside", plan.producer ? 0.0 : 1.0},
          {"load", plan.load + 1.0},
          {"passes", static_cast<double>(plan.passes)},
          {"first_image_us", microseconds(time.image_ends.front())}};
}

// What the cells of so many chips hold.
double cell_mib(const Config& config, int chips) {
  const auto& d = config.design;
  const auto bits = double{1} * chips * config.units_per_chip() * config.arrays * d.rows *
                    d.columns * d.weight.cell_bits;
  return bits / 8 / (1 << 20);
}

sim::Time programming_time(const PipelineTime& time) {
  sim::Time sum{0};
  for (const auto& layer : time.layers) {
    for (const auto& block : layer.blocks) {
      if (block.kind == "array_programmer") sum += block.busy;
    }
  }
  return sum;
}

struct Busiest {
  sim::Time busy{0};
  std::string name;
};

// Per instance: what sets the pace is busy all the time.
void compare(Busiest& busiest, const LayerWork& work, const LayerPlan& plan,
             const std::vector<BlockTime>& blocks) {
  for (const auto& block : blocks) {
    const auto busy = block.busy / std::max<std::int64_t>(1, block.instances);
    if (busy <= busiest.busy || block.kind == "array_programmer") continue;
    const auto reads = work.products.reads;
    const auto* why = reads >= std::max(plan.supply, plan.collect) ? "reads of its arrays"
                      : plan.supply >= plan.collect                ? "inputs over the bus"
                                                                   : "output stage";
    busiest = {busy, block.kind == "link"          ? "link to " + work.name
                     : block.kind == "memory_port" ? "link from " + work.name
                                                   : work.name + ": " + why};
  }
}

}  // namespace

std::vector<std::int64_t> Network::compute(const sim::machine::LayerJob& job) {
  if (!layers_.empty() && vectors_ != static_cast<std::int64_t>(job.inputs.count())) {
    throw sim::UserError(
        {{job.layer.place, fmt::format("{} input vectors, but layer \"{}\" has {}: layers of a "
                                       "pipeline run the same number",
                                       job.inputs.count(), layers_.front().name, vectors_)}});
  }
  vectors_ = static_cast<std::int64_t>(job.inputs.count());
  sim::Stopwatch watch;
  LayerWork work{job.layer.name, job.layer.place, job.layer.shape, {}, {}, 0};
  work.mapping = map_layer(config_, job.layer.shape, job.weights);
  host_.encode += watch.lap();
  work.products =
      multiply(config_, work.mapping, job.weights, job.inputs, job.layer.place, job.values);
  auto sums = std::move(work.products.sums);
  work.products.sums = {};
  // The tile's shift-and-add adds the biases.
  if (job.values) sim::workload::add_biases(work.mapping.shape, job.weights, sums);
  host_.simulate += watch.lap();
  work.macs_effectual =
      sim::reference::effectual_products(work.mapping.shape, job.weights, job.inputs);
  layers_.push_back(std::move(work));
  return sums;
}

NetworkRun Network::run(sim::fabric::Engine engine, sim::fabric::Timeline* timeline) {
  sim::Stopwatch watch;
  const auto plan = plan_network(config_, layers_);
  host_.elaborate += watch.lap();
  const auto time = simulate(config_, layers_, plan, vectors_ * config_.rounds, engine, timeline);
  host_.simulate += watch.lap();
  NetworkRun run;
  run.host = host_;
  run.time = time.end;
  run.period = config_.cycle();
  run.rounds = config_.rounds;
  run.mac_slots_per_cycle = mac_slots(config_, plan.chips * config_.units_per_chip());
  run.image_ends.resize(static_cast<std::size_t>(vectors_ * config_.rounds));
  Busiest busiest;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    run.layers.push_back(run_of(plan, i, time));
    const auto& layer = run.layers.back();
    compare(busiest, layers_[i], plan.layers[i], layer.blocks);
    for (std::size_t v = 0; v < run.image_ends.size(); ++v) {
      run.image_ends[v] = std::max(run.image_ends[v], layer.vector_ends[v]);
    }
  }
  const auto programming = programming_time(time);
  run.bottleneck = programming > busiest.busy ? "programming of arrays" : busiest.name;
  run.figures = {{"chips", static_cast<double>(plan.chips)},
                 {"units", static_cast<double>(plan.units)},
                 {"cell_mib", cell_mib(config_, plan.chips)},
                 {"unit_share", quotient(plan.units, plan.chips * config_.units_per_chip())}};
  if (plan.reloads()) {
    run.one_batch = true;
    run.figures.push_back({"loads", static_cast<double>(plan.loads.size())});
    run.figures.push_back({"programming_us", microseconds(programming)});
    run.figures.push_back({"programmed_cells", static_cast<double>(programmed_cells(plan))});
  }
  run.ledger = take_inventory(config_, boxes_of(config_, plan.chips));
  return run;
}

std::int64_t Network::programmed_cells(const Plan& plan) const {
  std::int64_t cells = 0;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    cells += plan.layers[i].copies * layers_[i].mapping.cells;
  }
  return cells;
}

LayerRun Network::run_of(const Plan& plan, std::size_t number, const PipelineTime& time) const {
  const auto& work = layers_[number];
  const auto& place = plan.layers[number];
  LayerRun layer;
  layer.time = time.end;
  layer.period = config_.cycle();
  layer.vector_ends = time.layers[number].image_ends;
  layer.macs_effectual = work.macs_effectual * config_.rounds;
  layer.mac_slots_per_cycle = mac_slots(config_, std::max<std::int64_t>(1, place.units));
  layer.blocks = time.layers[number].blocks;
  layer.figures = figures_of(work, place, time.layers[number]);
  auto counts = counts_of(config_, work, place, pools(plan, number), vectors_, config_.rounds);
  if (plan.reloads()) counts.pulses = place.copies * work.mapping.cells * config_.pulses;
  const Boxes boxes{1, ceiling(place.units, config_.units), place.units};
  layer.ledger = take_inventory(config_, boxes, counts);
  return layer;
}

}  // namespace arch::memristor
