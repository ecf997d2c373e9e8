// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/central_control_unit.h"

#include <algorithm>
#include <cmath>

namespace arch::eie {

using sim::fabric::Behaviour;
using Kind = Activation::Kind;

CentralControlUnit::CentralControlUnit(sim::fabric::Simulation& simulation, const Config& config,
                                       const Mapping& mapping,
                                       std::span<const std::int16_t> vectors,
                                       std::int16_t bias_input, sim::fabric::Barrier& all_idle)
    : Process(simulation, "central_control_unit", config.period()),
      config_(config),
      mapping_(mapping),
      vectors_(vectors),
      bias_input_(bias_input),
      all_idle_(all_idle),
      detection_(config.processing_elements) {}

Behaviour CentralControlUnit::run() {
  const auto inputs = static_cast<std::size_t>(mapping_.inputs());
  for (std::size_t first = 0; first < vectors_.size(); first += inputs) {
    co_await compute(vectors_.subspan(first, inputs));
    // Behind the last vector's end, so that nobody waits for news that no hardware would send.
    if (first + inputs >= vectors_.size()) activations.close();
    co_await all_idle_.arrive(*this);
    vector_ends_.push_back(local_time());
  }
}

Behaviour CentralControlUnit::compute(std::span<const std::int16_t> vector) {
  for (const auto& tile : mapping_.tiles) {
    if (tile.begins_load) co_await load(tile);
    co_await fill_source_registers(tile);
    co_await broadcast(tile, vector);
    if (!tile.last_of_rows) continue;
    const bool end = &tile == &mapping_.tiles.back();
    co_await activations.push({end ? Kind::end_of_vector : Kind::end_of_rows});
  }
}

// I/O mode. What is loaded once for all vectors is not loaded again. The PEs must have used what is
// overwritten.
Behaviour CentralControlUnit::load(const Tile& tile) {
  if (mapping_.loads == 1 && !vector_ends_.empty()) co_return;
  if (&tile != &mapping_.tiles.front()) {
    co_await activations.push({Kind::end_of_load, 0, tile.first_column});
    co_await all_idle_.arrive(*this);
  }
  counts_.dram_bits += tile.load_bits;
  if (!config_.io_counted) co_return;
  const auto nanoseconds = static_cast<double>(tile.load_bits) / 8 / config_.io_gb_per_s;
  co_await spend(static_cast<sim::Cycles>(std::ceil(nanoseconds * config_.clock_mhz / 1000)));
}

Behaviour CentralControlUnit::fill_source_registers(const Tile& tile) {
  const auto n = std::min(tile.end_column, mapping_.inputs()) - tile.first_column;
  const auto lanes = config_.processing_elements;
  const auto per_access = config_.activations_per_access();
  const auto rows = (n + lanes - 1) / lanes;
  co_await spend((rows + per_access - 1) / per_access);
  counts_.activations_loaded += n;
  for (int lane = 0; lane < lanes; ++lane) {
    counts_.activation_accesses += ((n - lane + lanes - 1) / lanes + per_access - 1) / per_access;
  }
}

Behaviour CentralControlUnit::broadcast(const Tile& tile, std::span<const std::int16_t> vector) {
  const auto size = std::min(tile.end_column, mapping_.inputs()) - tile.first_column;
  const auto batch =
      vector.subspan(static_cast<std::size_t>(tile.first_column), static_cast<std::size_t>(size));
  std::int64_t hit = -1;
  while (true) {
    const auto next = static_cast<std::int64_t>(
        LeadingNonzeroDetection::next(batch, static_cast<std::size_t>(hit + 1)));
    co_await spend(detection_.idle_cycles(hit, next, size));
    if (next == size) break;
    const auto value = batch[static_cast<std::size_t>(next)];
    const auto column = tile.first_column + static_cast<std::int32_t>(next);
    co_await activations.push({Kind::value, value, column});
    co_await spend(1);
    ++counts_.broadcasts;
    hit = next;
  }
  if (tile.end_column > mapping_.inputs()) {
    co_await activations.push({Kind::value, bias_input_, mapping_.inputs()});
    co_await spend(1 + detection_.idle_cycles(0, 1, 1));
    ++counts_.broadcasts;
  }
}

}  // namespace arch::eie
