// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/processing_element.h"

namespace arch::pcnn {

using sim::fabric::Behaviour;

ProcessingElement::ProcessingElement(sim::fabric::Simulation& simulation, const Config& config,
                                     int number, const Mapping& mapping, std::size_t images,
                                     SharedParts& parts, sim::fabric::Barrier& tile_end)
    : Process(simulation, "processing_element_" + std::to_string(number), config.period()),
      config_(config),
      number_(number),
      mapping_(mapping),
      images_(images),
      parts_(parts),
      tile_end_(tile_end) {
  std::size_t filters = 0, pixels = 0;
  for (const auto& round : mapping.rounds) filters += number < round.filters;
  for (const auto& pass : mapping.tiling.passes) pixels += pass.pixels;
  sums_.reserve(images * filters * pixels);
}

Behaviour ProcessingElement::run() {
  const auto& passes = mapping_.tiling.passes;
  for (std::size_t image = 0; image < images_; ++image) {
    for (std::size_t p = 0; p < passes.size(); ++p) {
      for (const auto& round : mapping_.rounds) {
        for (const auto& tile : passes[p].tiles) {
          // All have ended the pass before: the barrier of its last tile is behind them.
          parts_.windows.select(image, p);
          const bool last = &tile == &passes[p].tiles.back();
          co_await accumulate(round, tile, last);
          if (last && number_ < round.filters) add_up(round);
          co_await tile_end_.arrive(*this);
          co_await finished.push({});
        }
      }
    }
  }
}

Behaviour ProcessingElement::accumulate(const Round& round, const PixelTile& tile, bool last) {
  if (tiles_begun_++ >= config_.accumulator_sets) co_await free_accumulators.pop();
  for (const auto& portion : mapping_.portions) {
    co_await portions.peek();
    for (const auto& slab : portion.slabs) {
      co_await patches.peek();
      if (number_ < round.filters) co_await spend(work(round, tile, slab));
      co_await patches.pop();
    }
    if (last || !mapping_.resident) co_await portions.pop();
  }
}

sim::Cycles ProcessingElement::work(const Round& round, const PixelTile& tile, const Slab& slab) {
  const auto filter = round.first_filter + number_;
  const auto& done = parts_.pointers.work(parts_.windows, round, filter, slab, tile);
  counts_.slots += done.slots;
  counts_.lane_slots += done.lane_slots;
  counts_.decoded += done.decoded;
  counts_.levels += done.decoded * mapping_.kernels.code_bits;
  counts_.weight_reads += done.weight_reads;
  counts_.code_reads += done.code_reads;
  counts_.memory_bound += done.cycles - done.slots;
  counts_.register_writes += done.weights;
  counts_.register_reads += config_.lanes_over == Lanes::pixel ? done.slots : done.lane_slots;
  counts_.accumulations += done.accumulations;
  return done.cycles;
}

void ProcessingElement::add_up(const Round& round) {
  auto& filter = parts_.filter_sums;
  filter.append(parts_.windows, round, round.first_filter + number_, sums_);
  counts_.active += filter.active();
  counts_.effectual += filter.effectual();
}

}  // namespace arch::pcnn
