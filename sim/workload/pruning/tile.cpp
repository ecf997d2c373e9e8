// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/tile.h"

#include <algorithm>

#include "sim/workload/pruning/highest.h"

namespace sim::workload::pruning {
namespace {

std::int32_t tiles_along(std::int32_t size, std::int32_t tile) { return (size + tile - 1) / tile; }

// The squares of all tiles' L2 norms, column of tiles by column of tiles.
std::vector<std::uint64_t> energies(const Tile& tile, const Geometry& geometry,
                                    const DenseWeights& weights) {
  const auto down = static_cast<std::size_t>(tiles_along(geometry.rows, tile.rows));
  const auto across = static_cast<std::size_t>(tiles_along(geometry.columns, tile.columns));
  std::vector<std::uint64_t> energy(down * across);
  std::vector<std::uint32_t> words(weights.pitch());
  const auto rows = static_cast<std::size_t>(geometry.rows);
  const auto tile_rows = static_cast<std::size_t>(tile.rows);
  for (std::int32_t column = 0; column < geometry.columns; ++column) {
    weights.draw(column, words);
    auto* sum = &energy[static_cast<std::size_t>(column / tile.columns) * down];
    for (std::size_t row = 0; row < rows; row += tile_rows, ++sum) {
      const auto end = std::min(row + tile_rows, rows);
      for (auto i = row; i < end; ++i) *sum += weights.energy(words[i]);
    }
  }
  return energy;
}

}  // namespace

Mask prune_tiles(const Tile& tile, double density, const Geometry& geometry,
                 const DenseWeights& weights, int multiple_of) {
  Mask mask(geometry.rows, geometry.columns);
  const auto energy = energies(tile, geometry, weights);
  const auto down = static_cast<std::size_t>(tiles_along(geometry.rows, tile.rows));
  const auto kept =
      share_of_multiples(density, energy.size(), static_cast<std::size_t>(multiple_of));
  for_each_of_highest(energy, kept, [&](std::size_t i) {
    const auto row = static_cast<std::int32_t>(i % down) * tile.rows;
    const auto column = static_cast<std::int32_t>(i / down) * tile.columns;
    const auto last_row = std::min(geometry.rows, row + tile.rows);
    const auto last_column = std::min(geometry.columns, column + tile.columns);
    for (auto c = column; c < last_column; ++c) {
      for (auto r = row; r < last_row; ++r) mask.keep(r, c);
    }
  });
  return mask;
}

}  // namespace sim::workload::pruning
