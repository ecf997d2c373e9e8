// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/processing_element.h"

#include <algorithm>

namespace arch::scnn {

using sim::fabric::Behaviour;

ProcessingElement::ProcessingElement(sim::fabric::Simulation& simulation, const Config& config,
                                     int number, const Mapping& mapping,
                                     sim::fabric::Barrier& group_end, OutputSums& outputs)
    : Process(simulation, "processing_element_" + std::to_string(number), config.period()),
      config_(config),
      number_(number),
      mapping_(mapping),
      group_end_(group_end),
      outputs_(outputs),
      crossbar_(config.banks, config.queue_depth) {
  if (config.merges) merge_unit_.emplace(config.banks, config.accumulators());
}

Behaviour ProcessingElement::run() {
  constexpr std::size_t buffers = 2;
  const auto& groups = mapping_.weights.groups;
  std::size_t swaps = 0;
  for (std::size_t pass = 0; pass < mapping_.geometry.passes().size(); ++pass) {
    for (std::size_t g = 0; g < groups.size(); ++g) {
      if (swaps++ >= buffers) co_await empty_buffers.pop();
      co_await accumulate(pass, g);
      co_await spend(crossbar_.drain() + config_.pipeline_stages);
      hand_over(pass, groups[g]);
      co_await group_end_.arrive(*this);
      co_await finished.push({pass, g});
    }
  }
  finished.close();
}

bool ProcessingElement::has_load(std::size_t pass, std::size_t group, int channel) const {
  const auto& load = mapping_.loads[load_];
  return load.has(pass, channel) && (is_leaving_ || (is_there_ && load.last_group != group));
}

// The next load follows on the heels of the last group that uses this one.
Behaviour ProcessingElement::await_load(std::size_t pass, std::size_t group, int channel) {
  if (!mapping_.loads[load_].has(pass, channel)) {
    ++load_;
    is_there_ = is_leaving_ = false;
  }
  co_await tiles.peek();
  is_there_ = true;
  if (mapping_.loads[load_].last_group != group) co_return;
  co_await tiles.pop();
  is_leaving_ = true;
}

Behaviour ProcessingElement::accumulate(std::size_t pass, std::size_t group_index) {
  const auto& group = mapping_.weights.groups[group_index];
  const auto& tile = mapping_.tiles[pass][static_cast<std::size_t>(number_)];
  if (outputs_.wanted()) {
    sums_.assign(static_cast<std::size_t>(group.filters) * mapping_.geometry.channel_pitch(), 0);
  }
  for (auto c = group.first_chunk; c < group.end_chunk; ++c) {
    const int channel = mapping_.weights.chunks[c].channel;
    if (mapping_.is_tiled() && !has_load(pass, group_index, channel)) {
      co_await await_load(pass, group_index, channel);
    }
    const auto& chunk = mapping_.weights.chunks[(co_await weights.peek())->chunk];
    counts_.weight_vectors += chunk.entries();
    crossbar_.pass((local_time() - issued_) / period());
    co_await spend(std::max<sim::Cycles>(1, multiply(tile, chunk)));
    issued_ = local_time();
    co_await weights.pop();
  }
}

// Cycles in which pairs were issued or held back.
sim::Cycles ProcessingElement::multiply(const TileActivations& tile, const Chunk& chunk) {
  const auto block =
      static_cast<std::size_t>(chunk.channel) * mapping_.geometry.phases() + chunk.phase;
  const std::size_t first = tile.first_vector[block], last = tile.first_vector[block + 1];
  counts_.activation_vectors += static_cast<std::int64_t>(last - first);
  if (first == last || chunk.vectors == 0) return 0;

  const auto inputs = static_cast<std::size_t>(config_.activations_per_vector);
  const auto lanes = static_cast<std::size_t>(config_.weights_per_vector);
  const auto weight = chunk.first_vector * lanes;
  if (outputs_.wanted()) {
    add_products(tile.elements, first * inputs, last * inputs, mapping_.weights.elements, weight,
                 weight + chunk.vectors * lanes);
  }
  const auto pairs = static_cast<sim::Cycles>((last - first) * chunk.vectors);
  const auto cycles = scatter(tile, first, last, chunk);
  counts_.pairs += pairs;
  counts_.held += cycles - pairs;
  return cycles;
}

void ProcessingElement::add_products(const Elements& activations, std::size_t first,
                                     std::size_t last, const Elements& filters,
                                     std::size_t first_weight, std::size_t last_weight) {
  const auto* const value = filters.value.data();
  const auto* const offset = filters.offset.data();
  for (auto a = first; a < last; ++a) {
    const std::int64_t activation = activations.value[a];
    if (activation == 0) continue;
    auto* const sums = sums_.data() + activations.offset[a];
    for (auto i = first_weight; i < last_weight; ++i) sums[offset[i]] += activation * value[i];
  }
}

sim::Cycles ProcessingElement::scatter(const TileActivations& tile, std::size_t first,
                                       std::size_t last, const Chunk& chunk) {
  const auto inputs = static_cast<std::size_t>(config_.activations_per_vector);
  const auto& elements = tile.elements;
  std::int32_t offsets[16];
  sim::Cycles cycles = 0;
  std::int64_t all_active = 0;
  for (auto v = first; v < last; ++v) {
    int active = 0;
    for (auto a = v * inputs; a < (v + 1) * inputs; ++a) {
      offsets[active] = elements.offset[a];
      active += elements.value[a] != 0;
    }
    all_active += active;
    cycles += merge_unit_ ? scatter_merged(chunk, offsets, active)
                          : crossbar_.issue(mapping_.weights.bank_counts, chunk.first_vector,
                                            chunk.vectors, offsets, active);
  }
  const auto products = all_active * chunk.nonzeros;
  counts_.products += products;
  if (!merge_unit_) counts_.sums += products;
  return cycles;
}

sim::Cycles ProcessingElement::scatter_merged(const Chunk& chunk, const std::int32_t* offsets,
                                              int activations) {
  counts_.sums += merge_unit_->merge(mapping_.weights.elements, chunk.first_vector, chunk.vectors,
                                     static_cast<std::size_t>(config_.weights_per_vector), offsets,
                                     activations);
  return crossbar_.issue(merge_unit_->counts(), chunk.vectors);
}

// The sums of the window that are outputs; those of the halo are added to what neighbours have.
void ProcessingElement::hand_over(std::size_t pass, const Group& group) {
  const auto& geometry = mapping_.geometry;
  const auto& here = geometry.passes()[pass];
  if (!outputs_.wanted() || geometry.input_tile(here, number_).area() == 0) return;
  const auto window = geometry.window(here, number_);
  const auto outputs = geometry.window_outputs(here, number_);
  const auto pitch = geometry.row_pitch();
  for (int k = 0; k < group.filters; ++k) {
    for (int y = outputs.top; y < outputs.bottom; ++y) {
      const auto* from =
          sums_.data() + k * geometry.channel_pitch() + (y - window.top) * pitch - window.left;
      auto* to = outputs_.row(group.first_filter + k, y);
      for (int x = outputs.left; x < outputs.right; ++x) to[x] += from[x];
    }
  }
}

}  // namespace arch::scnn
