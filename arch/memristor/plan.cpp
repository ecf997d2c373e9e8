// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace arch::memristor {
namespace {

// Of the nearest layer before that can feed it.
std::optional<Producer> producer_of(const std::vector<LayerWork>& layers, std::size_t layer) {
  for (auto before = layer; before-- > 0;) {
    const auto feed = feed_of(layers[before].mapping.shape, layers[layer].shape);
    if (feed) return Producer{before, *feed};
  }
  return std::nullopt;
}

// Windows of a copy of the layer that sets the pace: the last one that has more than one.
std::int64_t pace(const Config& config, const std::vector<LayerWork>& layers, const Load& load) {
  auto last = load.end;
  while (last > load.first && layers[last - 1].mapping.windows() == 1) --last;
  const auto windows = last == load.first ? 1 : layers[last - 1].mapping.windows();
  return std::max<std::int64_t>(1, windows / config.last_copies);
}

std::int64_t units_for(const Config& config, const LayerPlan& plan) {
  const auto buffer = plan.plane.least_room() * plan.channels * config.input_bytes();
  const auto tiles = ceiling(buffer, config.edram_bytes);
  return std::max(ceiling(plan.copies * plan.arrays, config.arrays),
                  (tiles - 1) * config.units + 1);
}

void count_units(const Config& config, Plan& plan, Load& load) {
  load.units = 0;
  for (auto i = load.first; i < load.end; ++i) {
    auto& layer = plan.layers[i];
    layer.first_unit = load.units;
    layer.units = units_for(config, layer);
    load.units += layer.units;
  }
}

// Whether there is a layer with more than one copy; it has half as many now.
bool halve(Plan& plan, const Load& load) {
  bool halved = false;
  for (auto i = load.first; i < load.end; ++i) {
    auto& layer = plan.layers[i];
    halved |= layer.copies > 1;
    layer.copies = std::max<std::int64_t>(1, layer.copies / 2);
  }
  return halved;
}

void add_turns(const Config& config, const LayerWork& work, LayerPlan& plan) {
  const auto& mapping = work.mapping;
  const auto& kernel = plan.plane;
  const auto apart = plan.copies * kernel.stride;
  plan.new_inputs =
      static_cast<double>(std::min<std::int64_t>(kernel.kernel_width, apart)) / kernel.kernel_width;
  // A unit holds arrays of one strip after the other, of one copy after the other.
  const auto blocks =
      std::max<std::int64_t>(1, plan.arrays / std::max<std::int64_t>(1, mapping.strips));
  const auto units = std::min<std::int64_t>(config.units, plan.units);
  const auto strips = std::min(units * ceiling(config.arrays, blocks),
                               plan.copies * mapping.strips * ceiling(blocks, config.arrays));
  const auto per_cycle = config.digital_cycles_per_cycle();
  const auto turns = [&](double amount, double per_clock) {
    return static_cast<sim::Cycles>(std::ceil(amount / (per_clock * per_cycle) - 1e-9));
  };
  const auto inputs = static_cast<double>(strips * mapping.most_rows) * plan.new_inputs;
  const auto bits = config.design.input.bits;
  plan.supply = turns(inputs * bits, config.bus_bits);
  // A unit gives the bus a partial sum for each of its blocks of outputs; a differential pair has
  // one.
  const auto sums = ceiling(std::min({std::int64_t{config.arrays}, blocks, plan.arrays}),
                            config.arrays_per_block());
  const auto partial = static_cast<double>(
      units * sums * std::min<std::int64_t>(config.weights_per_row(), mapping.outputs));
  // Sums pass the output stages of the layer's share of tiles.
  const auto filters = ceiling(mapping.shape.filters, plan.passes);
  const auto outputs =
      static_cast<double>(plan.copies * filters * config.units) / static_cast<double>(plan.units);
  plan.collect = std::max(turns(partial * bits, config.bus_bits), turns(outputs, config.sigmoids));
}

void refuse(const Config& config, const std::vector<LayerWork>& layers, std::int64_t units) {
  std::int64_t arrays = 0;
  for (const auto& layer : layers) arrays += layer.mapping.arrays;
  const auto* const way_out = config.short_of_arrays == Short::reload
                                  ? "more chips"
                                  : "more chips, or mapping/short_of_arrays \"reload\"";
  throw sim::UserError(
      {{layers.front().place,
        fmt::format("{} layers take {} arrays in {} units once, but {} chips have {} units "
                    "(chips x tiles x units): {}",
                    layers.size(), arrays, units, config.chips,
                    std::int64_t{config.chips} * config.units_per_chip(), way_out)}});
}

// One block of a group's outputs is the least that a pass may have.
void cut_into_passes(const Config& config, const LayerWork& work, std::int64_t room,
                     LayerPlan& layer) {
  layer.passes = 1;
  layer.arrays = 0;
  std::int64_t arrays = 0;
  for (const auto& group : work.mapping.groups) {
    const auto strips = ceiling(static_cast<std::int64_t>(group.inputs.size()), config.design.rows);
    const auto least = strips * config.arrays_per_block();
    const auto outputs = static_cast<std::int64_t>(group.outputs.size());
    if (outputs > 0 && least > room) {
      throw sim::UserError(
          {{work.place, fmt::format("a block of {} outputs takes {} arrays, but {} chips have {}: "
                                    "sums of several passes are not added up",
                                    std::min<std::int64_t>(config.weights_per_row(), outputs),
                                    least, config.chips, room)}});
    }
    for (auto left = ceiling(outputs, config.weights_per_row()); left > 0; --left) {
      if (arrays + least > room) {
        ++layer.passes;
        arrays = 0;
      }
      arrays += least;
      layer.arrays = std::max(layer.arrays, arrays);
    }
  }
}

// Without copies, places and turns.
LayerPlan begin_layer(const std::vector<LayerWork>& layers, std::size_t number) {
  LayerPlan layer;
  layer.producer = producer_of(layers, number);
  const auto& shape = layers[number].mapping.shape;
  layer.plane = layer.producer ? layer.producer->feed.plane : plane_of(shape);
  layer.channels = std::int64_t{shape.channels} * shape.height * shape.width / layer.plane.pixels();
  layer.arrays = layers[number].mapping.arrays;
  return layer;
}

// Loads of as many layers as fit with one copy each.
void cut_into_loads(const Config& config, const std::vector<LayerWork>& layers, std::int64_t room,
                    Plan& plan) {
  plan.loads.clear();
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& layer = plan.layers[i];
    const bool fits_alone = units_for(config, layer) <= room;
    if (!fits_alone) cut_into_passes(config, layers[i], room * config.arrays, layer);
    const auto units = units_for(config, layer);
    const bool joins = !plan.loads.empty() && fits_alone && plan.passes(plan.loads.back()) == 1 &&
                       plan.loads.back().units + units <= room;
    if (!joins) plan.loads.push_back({i, i, 0});
    layer.load = static_cast<int>(plan.loads.size()) - 1;
    plan.loads.back().end = i + 1;
    plan.loads.back().units += units;
  }
}

// Gives the layers of a load copies and places.
bool place(const Config& config, const std::vector<LayerWork>& layers, std::int64_t room,
           Plan& plan, Load& load) {
  const bool balanced = config.copies == Copies::balanced && plan.passes(load) == 1;
  for (auto i = load.first; balanced && i < load.end; ++i) {
    plan.layers[i].copies = ceiling(layers[i].mapping.windows(), pace(config, layers, load));
  }
  do {
    count_units(config, plan, load);
    if (load.units <= room) return true;
  } while (halve(plan, load));
  return false;
}

int chip_of(const Config& config, std::int64_t unit) {
  return static_cast<int>(unit / config.units_per_chip());
}

void finish_layer(const Config& config, const LayerWork& work, LayerPlan& layer) {
  const auto tiles = ceiling(layer.units, config.units);
  const auto pixel = layer.channels * config.input_bytes();
  layer.room = std::max(layer.plane.least_room(), tiles * config.edram_bytes / pixel);
  const auto last = layer.first_unit + layer.units - 1;
  layer.chips = chip_of(config, last) - chip_of(config, layer.first_unit) + 1;
  add_turns(config, work, layer);
}

}  // namespace

Plan plan_network(const Config& config, const std::vector<LayerWork>& layers) {
  Plan plan;
  for (std::size_t i = 0; i < layers.size(); ++i) plan.layers.push_back(begin_layer(layers, i));
  const auto room = std::int64_t{config.chips} * config.units_per_chip();
  plan.loads = {{0, layers.size(), 0}};
  if (!place(config, layers, room, plan, plan.loads.front())) {
    if (config.short_of_arrays != Short::reload) refuse(config, layers, plan.loads.front().units);
    cut_into_loads(config, layers, room, plan);
    for (auto& load : plan.loads) {
      if (!place(config, layers, room, plan, load)) refuse(config, layers, load.units);
    }
  }
  for (std::size_t i = 0; i < layers.size(); ++i) finish_layer(config, layers[i], plan.layers[i]);
  for (const auto& load : plan.loads) plan.units = std::max(plan.units, load.units);
  plan.chips = chip_of(config, plan.units - 1) + 1;
  return plan;
}

}  // namespace arch::memristor
