// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/geometry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/scnn/convolution_case.h"

namespace arch::scnn::test {
namespace {

using sim::parts::Tile;
using sim::workload::Convolution;

TEST(ScnnGeometry, AWindowIsTheTileWithItsHalo) {
  const auto config = isca2017();
  const Geometry geometry(config, {256, 56, 56, 256, 3, 3, 1, 1}, 1);  // VGG-16's conv3_2
  const auto& pass = geometry.passes()[0];
  EXPECT_EQ(geometry.input_tile(pass, 9), (Tile{7, 14, 7, 14}));
  EXPECT_EQ(geometry.output_tile(pass, 9), (Tile{7, 14, 7, 14}));
  EXPECT_EQ(geometry.window_outputs(pass, 9), (Tile{6, 15, 6, 15}));
  EXPECT_EQ(geometry.window_outputs(pass, 0), (Tile{0, 8, 0, 8}));
  EXPECT_EQ(geometry.row_pitch(), 9);
  EXPECT_EQ(geometry.channel_pitch(), 81);
}

TEST(ScnnGeometry, PitchesAreOddWhereNeighboursWouldMeet) {
  const auto config = isca2017();
  // Windows of 16 x 16: three rows of a kernel need more than 32 banks.
  EXPECT_EQ(Geometry(config, {1, 112, 112, 8, 3, 3, 1, 1}, 1).row_pitch(), 17);
  EXPECT_EQ(Geometry(config, {1, 112, 112, 8, 3, 3, 1, 1}, 1).channel_pitch(), 15 * 17 + 16);
  // Windows of 4 x 4: they do not.
  EXPECT_EQ(Geometry(config, {1, 14, 14, 8, 3, 3, 1, 1}, 1).row_pitch(), 4);
  EXPECT_EQ(Geometry(config, {1, 14, 14, 8, 3, 3, 1, 1}, 1).channel_pitch(), 17);
  // One filter has no neighbour.
  EXPECT_EQ(Geometry(config, {1, 14, 14, 1, 3, 3, 1, 1}, 1).channel_pitch(), 16);
}

TEST(ScnnGeometry, PassesShareTheRowsThatBothNeed) {
  const auto config = isca2017();
  const Geometry geometry(config, {1, 28, 28, 8, 3, 3, 1, 1}, 2);
  ASSERT_EQ(geometry.passes().size(), 2u);
  const auto &upper = geometry.passes()[0], &lower = geometry.passes()[1];
  EXPECT_EQ(upper.end_row, 14);
  EXPECT_EQ(upper.end_input, 15);
  EXPECT_EQ(lower.first_input, 13);
  EXPECT_EQ(lower.end_input, 28);
}

RC_GTEST_PROP(ScnnGeometry, AddressesOfAProductAreThoseOfItsOutput, ()) {
  const auto config = isca2017();
  Convolution shape{1, 1, 1, 3, 1, 1};
  shape.kernel_height = *rc::gen::inRange(1, 8);
  shape.kernel_width = *rc::gen::inRange(1, 8);
  shape.stride = *rc::gen::inRange(1, 5);
  shape.padding = *rc::gen::inRange(0, 4);
  shape.height = *rc::gen::inRange(std::max(1, shape.kernel_height - 2 * shape.padding), 60);
  shape.width = *rc::gen::inRange(std::max(1, shape.kernel_width - 2 * shape.padding), 60);
  const Geometry geometry(config, shape, 1);
  const auto& pass = geometry.passes()[0];
  const auto pe = *rc::gen::inRange(0, 64);
  const auto tile = geometry.input_tile(pass, pe);
  RC_PRE(tile.area() > 0);
  const auto y = *rc::gen::inRange(tile.top, tile.bottom);
  const auto x = *rc::gen::inRange(tile.left, tile.right);
  const auto r = *rc::gen::inRange(0, shape.kernel_height);
  const auto s = *rc::gen::inRange(0, shape.kernel_width);
  const auto k = *rc::gen::inRange(0, 3);
  const int from_y = y + shape.padding - r, from_x = x + shape.padding - s;
  const bool belongs = from_y % shape.stride == 0 && from_x % shape.stride == 0;
  RC_ASSERT((geometry.phase_of_input(y, x) == geometry.phase_of_weight(r, s)) == belongs);
  RC_PRE(belongs);
  const auto window = geometry.window(pass, pe);
  const int row = from_y / shape.stride - window.top, column = from_x / shape.stride - window.left;
  RC_ASSERT(row >= 0 && row < geometry.window_height());
  RC_ASSERT(column >= 0 && column < geometry.window_width());
  RC_ASSERT(geometry.input_offset(window, y, x) + geometry.weight_offset(k, r, s) ==
            k * geometry.channel_pitch() + row * geometry.row_pitch() + column);
}

}  // namespace
}  // namespace arch::scnn::test
