// SPDX-License-Identifier: Apache-2.0
// How layers are put on the machine, and what the user reads when one does not fit.
#include "arch/dcnn/tiling.h"

#include <gtest/gtest.h>

#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {
namespace {

Tiling tiling(const Config& config, const Convolution& shape) {
  return choose_tiling(config, shape, order_terms(config, shape, false), {});
}

TEST(DcnnTiling, FiltersAreGroupedByTheWeightBufferAndTheAccumulators) {
  const auto config = isca2017();
  const Convolution shape{64, 56, 56, 256, 3, 3, 1, 1};
  EXPECT_EQ(filters_at_once(config, shape, 16), 8);   // half of the weight buffer
  EXPECT_EQ(filters_at_once(config, shape, 196), 5);  // 5 x 196 sums
  EXPECT_EQ(filters_at_once(config, shape, 1024), 1);
  EXPECT_EQ(filters_at_once(config, shape, 1025), 0);
}

TEST(DcnnTiling, GroupsAreEvenAndStayInsideAConvolutionsGroup) {
  const auto config = isca2017();
  EXPECT_EQ(filters_at_once(config, {64, 8, 8, 9, 1, 1}, 1), 5);
  EXPECT_EQ(filters_at_once(config, {64, 8, 8, 12, 1, 1, 1, 0, 4}, 1), 3);
}

TEST(DcnnTiling, ALayerThatFitsStaysOnTheChip) {
  const auto fits = tiling(isca2017(), {512, 28, 28, 512, 3, 3, 1, 1});
  EXPECT_FALSE(fits.through_dram);
  EXPECT_EQ(fits.passes.size(), 1u);
  EXPECT_EQ(fits.group_size, 8);
}

// VGG-16's conv3_2: 49 positions of 256 channels, in and out, are 50 KB in a PE of 32 KB.
TEST(DcnnTiling, ALayerThatDoesNotFitTakesTheFewestCyclesThenTheFewestPasses) {
  const auto large = tiling(isca2017(), {256, 56, 56, 256, 3, 3, 1, 1});
  EXPECT_TRUE(large.through_dram);
  EXPECT_EQ(large.passes.size(), 3u);
  int rows = 0, columns = 0;
  for (const auto& pass : large.passes) {
    rows += pass.tile(0).rows.outputs.size();
    columns = std::max(columns, pass.tile(0).columns.outputs.size());
  }
  EXPECT_EQ(rows * columns, 49) << "tiles as even as those of the whole plane";
}

// The largest tiles of all passes together. Regions never cost more than the uncut plane (8 x 8).
int positions_in_all_passes(int bytes) {
  auto config = isca2017();
  config.activation_bytes = bytes;
  int positions = 0;
  for (const auto& pass : tiling(config, {3, 227, 227, 96, 11, 11, 4}).passes) {
    int most = 0;
    for (int n = 0; n < 64; ++n) most = std::max(most, pass.tile(n).positions());
    positions += most;
  }
  return positions;
}

TEST(DcnnTiling, RegionsAreCutAsEvenlyAsTheWholePlane) {
  std::vector<int> found;
  for (const int bytes : {12000, 8000, 6000, 4000, 2500}) {
    found.push_back(positions_in_all_passes(bytes));
  }
  EXPECT_EQ(found, (std::vector<int>(5, 64)));
}

TEST(DcnnTiling, TheBusiestLinkMayComeFromACorner) {
  const auto shares = cut_axis({8, 8, 5, 1, 2}, {0, 8}, 8, CutPlane::input);
  const Tile single{shares[4], shares[4]};
  EXPECT_EQ(single.halo(), 24);
  EXPECT_EQ(single.busiest_link(), 4);
  EXPECT_EQ((Tile{shares[4], shares[0]}.halo()), 14);
  const auto larger = cut_axis({56, 56, 5, 1, 2}, {0, 56}, 8, CutPlane::input);
  EXPECT_EQ((Tile{larger[4], larger[4]}.busiest_link()), 14);
}

std::vector<std::string> problems_of(const Config& config, const Convolution& shape) {
  std::vector<std::string> texts;
  try {
    map_layer(config, shape, dense(config, shape).weights, {"net.json", 7, 5, "/layers/0"});
  } catch (const sim::UserError& error) {
    for (const auto& problem : error.problems()) texts.push_back(to_string(problem));
  }
  return texts;
}

TEST(DcnnTiling, APositionThatDoesNotFit) {
  auto config = isca2017();
  config.grid_rows = config.grid_columns = 1;
  config.activation_bytes = 2 * 34;
  const Convolution shape{16, 2, 2, 1, 1, 1};
  EXPECT_EQ(problems_of(config, shape), std::vector<std::string>{});
  config.activation_bytes = 2 * 33;
  EXPECT_EQ(problems_of(config, shape),
            std::vector<std::string>{
                "net.json:7:5: /layers/0: the smallest tile of a PE (1 positions) needs 34 "
                "activations in its RAM (twice 16 inputs and 1 outputs) and 1 sums, but there is "
                "room for 33 and 1024 (activation_ram/bytes, accumulator_buffer/sums)"});
}

}  // namespace
}  // namespace arch::dcnn::test
