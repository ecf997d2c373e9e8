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
std::int64_t pace(const Config& config, const std::vector<LayerWork>& layers) {
  auto last = layers.rbegin();
  while (last != layers.rend() && last->mapping.windows() == 1) ++last;
  const auto windows = last == layers.rend() ? 1 : last->mapping.windows();
  return std::max<std::int64_t>(1, windows / config.last_copies);
}

std::int64_t units_for(const Config& config, const LayerWork& layer, const LayerPlan& plan) {
  const auto arrays = plan.copies * layer.mapping.arrays;
  const auto buffer = plan.plane.least_room() * plan.channels * config.input_bytes();
  const auto tiles = ceiling(buffer, config.edram_bytes);
  return std::max(ceiling(arrays, config.arrays), (tiles - 1) * config.units + 1);
}

std::int64_t count_units(const Config& config, const std::vector<LayerWork>& layers, Plan& plan) {
  std::int64_t units = 0;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    auto& layer = plan.layers[i];
    layer.first_unit = units;
    layer.units = units_for(config, layers[i], layer);
    units += layer.units;
  }
  return units;
}

// Whether there is a layer with more than one copy; it has half as many now.
bool halve(Plan& plan) {
  bool halved = false;
  for (auto& layer : plan.layers) {
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
  // A unit holds arrays of one strip after the other.
  const auto blocks =
      std::max<std::int64_t>(1, mapping.arrays / std::max<std::int64_t>(1, mapping.strips));
  const auto strips =
      std::min({std::int64_t{config.arrays}, mapping.strips, ceiling(config.arrays, blocks)});
  const auto units = std::min<std::int64_t>(config.units, plan.units);
  const auto per_cycle = config.digital_cycles_per_cycle();
  const auto turns = [&](double amount, double per_clock) {
    return static_cast<sim::Cycles>(std::ceil(amount / (per_clock * per_cycle) - 1e-9));
  };
  const auto inputs = static_cast<double>(units * strips * mapping.most_rows) * plan.new_inputs;
  const auto bits = config.design.input.bits;
  plan.supply = turns(inputs * bits, config.bus_bits);
  // A unit gives the bus a partial sum for each of its blocks of outputs.
  const auto partial =
      static_cast<double>(units * std::min({std::int64_t{config.arrays}, blocks, mapping.arrays}) *
                          std::min<std::int64_t>(config.weights_per_row(), mapping.outputs));
  // Sums pass the output stages of the layer's share of tiles.
  const auto outputs = static_cast<double>(plan.copies * mapping.shape.filters * config.units) /
                       static_cast<double>(plan.units);
  plan.collect = std::max(turns(partial * bits, config.bus_bits), turns(outputs, config.sigmoids));
}

void refuse(const Config& config, const std::vector<LayerWork>& layers, std::int64_t units) {
  std::int64_t arrays = 0;
  for (const auto& layer : layers) arrays += layer.mapping.arrays;
  throw sim::UserError(
      {{layers.front().place,
        fmt::format("{} layers take {} arrays in {} units once, but {} chips have {} units "
                    "(chips x tiles x units)",
                    layers.size(), arrays, units, config.chips,
                    std::int64_t{config.chips} * config.units_per_chip())}});
}

// Without copies, places and turns.
LayerPlan begin_layer(const Config& config, const std::vector<LayerWork>& layers,
                      std::size_t number) {
  LayerPlan layer;
  layer.producer = producer_of(layers, number);
  const auto& shape = layers[number].mapping.shape;
  layer.plane = layer.producer ? layer.producer->feed.plane : plane_of(shape);
  layer.channels = std::int64_t{shape.channels} * shape.height * shape.width / layer.plane.pixels();
  if (config.copies == Copies::balanced) {
    layer.copies = ceiling(layers[number].mapping.windows(), pace(config, layers));
  }
  return layer;
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
  for (std::size_t i = 0; i < layers.size(); ++i) {
    plan.layers.push_back(begin_layer(config, layers, i));
  }
  const auto room = std::int64_t{config.chips} * config.units_per_chip();
  plan.units = count_units(config, layers, plan);
  while (plan.units > room) {
    if (!halve(plan)) refuse(config, layers, plan.units);
    plan.units = count_units(config, layers, plan);
  }
  for (std::size_t i = 0; i < layers.size(); ++i) finish_layer(config, layers[i], plan.layers[i]);
  plan.chips = chip_of(config, plan.units - 1) + 1;
  return plan;
}

}  // namespace arch::memristor
