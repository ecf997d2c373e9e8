// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/central_control_unit.h"

#include <algorithm>
#include <cmath>

#include "sim/workload/patches.h"

namespace arch::eie {

using sim::fabric::Behaviour;
using Kind = Activation::Kind;

CentralControlUnit::CentralControlUnit(sim::fabric::Simulation& simulation, const Config& config,
                                       const Mapping& mapping, const sim::workload::Vectors& images,
                                       std::int16_t bias_input, sim::fabric::Barrier& all_idle)
    : Process(simulation, "central_control_unit", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      bias_input_(bias_input),
      all_idle_(all_idle),
      detection_(config.processing_elements) {}

Behaviour CentralControlUnit::run() {
  for (std::size_t image = 0; image < images_.count(); ++image) {
    for (int group = 0; group < mapping_.shape.groups; ++group) co_await compute(image, group);
    image_ends_.push_back(local_time());
  }
}

// The windows of one image's output pixels; of a fully connected layer, the one vector.
Behaviour CentralControlUnit::compute(std::size_t image, int group) {
  const auto values = images_.vector(image);
  const auto windows =
      gather_patches(mapping_.shape, {images_.size, {values.begin(), values.end()}}, group);
  const bool last_group = group + 1 == mapping_.shape.groups;
  const auto next_group = last_group ? 0 : group + 1;
  for (std::size_t pixel = 0; pixel < windows.count(); ++pixel) {
    const bool last = pixel + 1 == windows.count();
    co_await move_window(mapping_.inputs(), counts_.dram_bits_read);
    co_await compute(mapping_.tiles_of(group), windows.vector(pixel));
    const auto next = mapping_.tiles_of(last ? next_group : group).front().row_batch;
    co_await activations.push({Kind::end_of_vector, 0, next});
    // Behind the last vector's end, so that nobody waits for news that no hardware would send.
    if (last && last_group && image + 1 == images_.count()) activations.close();
    co_await all_idle_.arrive(*this);
    co_await move_window(mapping_.rows(), counts_.dram_bits_written);
  }
}

Behaviour CentralControlUnit::compute(std::span<const Tile> tiles,
                                      std::span<const std::int16_t> vector) {
  for (const auto& tile : tiles) {
    if (tile.begins_load && loaded_ != &tile) co_await load(tile, &tile == tiles.data());
    co_await fill_source_registers(tile);
    co_await broadcast(tile, vector);
    if (tile.last_of_rows && &tile != &tiles.back()) {
      co_await activations.push({Kind::end_of_rows, 0, tile.row_batch + 1});
    }
  }
}

// I/O mode. The PEs must have used what is overwritten.
Behaviour CentralControlUnit::load(const Tile& tile, bool all_are_idle) {
  if (!all_are_idle) {
    co_await activations.push({Kind::end_of_load, 0, tile.first_column});
    co_await all_idle_.arrive(*this);
  }
  loaded_ = &tile;
  counts_.dram_bits_read += tile.load_bits;
  if (config_.io_counted) co_await spend(io_cycles(tile.load_bits));
}

// I/O mode, before a window's vector or behind it.
Behaviour CentralControlUnit::move_window(std::int32_t values, std::int64_t& bits) {
  if (!mapping_.has_windows) co_return;
  const auto moved = std::int64_t{values} * config_.value_bits;
  bits += moved;
  window_cycles_ += io_cycles(moved);
  co_await spend(io_cycles(moved));
}

sim::Cycles CentralControlUnit::io_cycles(std::int64_t bits) const {
  const auto nanoseconds = static_cast<double>(bits) / 8 / config_.io_gb_per_s;
  return static_cast<sim::Cycles>(std::ceil(nanoseconds * config_.clock_mhz / 1000));
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
  std::size_t ahead = 0;
  for (int i = 0; i < columns_ahead; ++i) ahead = prefetch(tile, batch, ahead);
  while (true) {
    const auto next = static_cast<std::int64_t>(
        LeadingNonzeroDetection::next(batch, static_cast<std::size_t>(hit + 1)));
    co_await spend(detection_.idle_cycles(hit, next, size));
    if (next == size) break;
    const auto value = batch[static_cast<std::size_t>(next)];
    const auto column = tile.first_column + static_cast<std::int32_t>(next);
    ahead = prefetch(tile, batch, ahead);
    co_await activations.push({Kind::value, value, column});
    co_await spend(1);
    count(tile, column);
    hit = next;
  }
  if (tile.end_column > mapping_.inputs()) {
    co_await activations.push({Kind::value, bias_input_, mapping_.inputs()});
    co_await spend(1 + detection_.idle_cycles(0, 1, 1));
    count(tile, mapping_.inputs());
  }
}

// Brings what all PEs will read of the next column into the host's cache, not the machine's.
// Returns where the search for the one after it begins.
std::size_t CentralControlUnit::prefetch(const Tile& tile, std::span<const std::int16_t> vector,
                                         std::size_t from) const {
  const auto next = LeadingNonzeroDetection::next(vector, std::min(from, vector.size()));
  if (next == vector.size()) return next;
  const auto column = tile.first_column + static_cast<std::int32_t>(next);
  const auto batch = static_cast<std::size_t>(tile.row_batch);
  const auto& matrix = mapping_.row_batches[batch];
  matrix.prefetch_pointers(column);
  if (mapping_.columns_of.empty()) return next + 1;
  const auto elements = matrix.entries.size();
  const auto* const ends =
      mapping_.columns_of[batch].ends.data() + static_cast<std::size_t>(column) * elements;
  constexpr std::size_t line = 64 / sizeof *ends;
  for (std::size_t i = 0; i < elements; i += line) __builtin_prefetch(ends + i);
  return next + 1;
}

void CentralControlUnit::count(const Tile& tile, std::int32_t column) {
  ++counts_.broadcasts;
  if (mapping_.columns_of.empty()) return;
  const auto& columns = mapping_.columns_of[static_cast<std::size_t>(tile.row_batch)];
  updates_ += columns.nonzeros[static_cast<std::size_t>(column)];
}

}  // namespace arch::eie
