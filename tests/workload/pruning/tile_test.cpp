// SPDX-License-Identifier: Apache-2.0
// Structures of whole tiles: a tile is there as a whole or not at all, the stated share of them,
// and those with the largest norms.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "sim/workload/pruning/tile.h"
#include "tests/workload/pruning/case.h"

namespace sim::workload::pruning {
namespace {

void check_tiles(const Structure& structure, const Geometry& geometry, const Tile& tile,
                 double density) {
  const Case pruned(geometry, structure, density, *rc::gen::inRange(0, 1000));
  std::int64_t tiles = 0, kept = 0;
  std::uint64_t least_kept = std::numeric_limits<std::uint64_t>::max(), most_pruned = 0;
  for (std::int32_t i = 0; i < geometry.rows; i += tile.rows) {
    for (std::int32_t j = 0; j < geometry.columns; j += tile.columns) {
      const auto size = std::int64_t{std::min(tile.rows, geometry.rows - i)} *
                        std::min(tile.columns, geometry.columns - j);
      const auto there = pruned.kept_of(i, j, tile.rows, tile.columns);
      RC_ASSERT(there == 0 || there == size);
      const auto energy = pruned.energy_of(i, j, tile.rows, tile.columns);
      if (there > 0) least_kept = std::min(least_kept, energy);
      if (there == 0) most_pruned = std::max(most_pruned, energy);
      ++tiles;
      kept += there > 0;
    }
  }
  RC_ASSERT(kept == std::llround(density * static_cast<double>(tiles)));
  RC_ASSERT(kept == 0 || least_kept >= most_pruned);
}

double any_density() { return *rc::gen::inRange(1, 101) / 100.0; }

TEST(Tiles, Blocks) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry();
    const Block block{*rc::gen::inRange(1, geometry.rows + 1),
                      *rc::gen::inRange(1, geometry.columns + 1)};
    check_tiles(block, geometry, {block.rows, block.columns}, any_density());
  }));
}

TEST(Tiles, RowsAreFilters) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry();
    check_tiles(Row(), geometry, {1, geometry.columns}, any_density());
    check_tiles(Filter(), geometry, {1, geometry.columns}, any_density());
  }));
}

TEST(Tiles, ColumnsAndChannelsOfOneGroupsFilters) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry();
    const auto rows = geometry.rows / geometry.groups;
    check_tiles(Column(), geometry, {rows, 1}, any_density());
    check_tiles(Channel(), geometry, {rows, geometry.kernel_height * geometry.kernel_width},
                any_density());
  }));
}

TEST(Tiles, KernelsAndTheirRows) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry();
    check_tiles(Kernel(), geometry, {1, geometry.kernel_height * geometry.kernel_width},
                any_density());
    check_tiles(Vector(), geometry, {1, geometry.kernel_width}, any_density());
  }));
}

}  // namespace
}  // namespace sim::workload::pruning
