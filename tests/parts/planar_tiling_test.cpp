// SPDX-License-Identifier: Apache-2.0
#include "sim/parts/planar_tiling.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sim::parts {
namespace {

TEST(PlanarTiling, RoundsSidesUpAndLeavesTheLastElementsEmpty) {
  const PlanarTiling tiling(14, 13, 8, 8);
  EXPECT_EQ(tiling.tile_height(), 2);
  EXPECT_EQ(tiling.tile_width(), 2);
  EXPECT_EQ(tiling.of(0, 0), (Tile{0, 2, 0, 2}));
  EXPECT_EQ(tiling.of(6, 6), (Tile{12, 14, 12, 13}));
  EXPECT_EQ(tiling.of(7, 0).area(), 0);
  EXPECT_EQ(tiling.of(0, 7).area(), 0);
}

RC_GTEST_PROP(PlanarTiling, EveryPositionIsInExactlyOneTile, ()) {
  const auto height = *rc::gen::inRange(1, 40), width = *rc::gen::inRange(1, 40);
  const auto rows = *rc::gen::inRange(1, 10), columns = *rc::gen::inRange(1, 10);
  const PlanarTiling tiling(height, width, rows, columns);
  std::vector<int> owners(static_cast<std::size_t>(height * width));
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      const auto tile = tiling.of(i, j);
      RC_ASSERT(tile.height() <= tiling.tile_height());
      RC_ASSERT(tile.width() <= tiling.tile_width());
      for (int y = tile.top; y < tile.bottom; ++y) {
        for (int x = tile.left; x < tile.right; ++x)
          ++owners[static_cast<std::size_t>(y * width + x)];
      }
    }
  }
  for (const auto n : owners) RC_ASSERT(n == 1);
}

}  // namespace
}  // namespace sim::parts
