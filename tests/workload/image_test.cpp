// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sim::workload {
namespace {

const Convolution plane{16, 32, 32, 1, 1, 1};

std::vector<std::int16_t> image(double density, double clustering, std::int64_t seed = 1) {
  return synthesise_image(plane, {.density = density, .clustering = clustering, .seed = seed},
                          {.bits = 8}, "layer/activations");
}

std::int64_t nonzeros(const std::vector<std::int16_t>& values) {
  return std::count_if(values.begin(), values.end(), [](auto v) { return v != 0; });
}

// Non-zeros of every eighth of the plane, all channels together.
double spread_over_tiles(const std::vector<std::int16_t>& values) {
  std::vector<double> tiles(16);
  for (int c = 0; c < 16; ++c) {
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 32; ++x) {
        tiles[static_cast<std::size_t>(y / 8 * 4 + x / 8)] +=
            values[static_cast<std::size_t>((c * 32 + y) * 32 + x)] != 0;
      }
    }
  }
  double mean = 0, square = 0;
  for (const auto tile : tiles) {
    mean += tile / 16;
    square += tile * tile / 16;
  }
  return std::sqrt(square - mean * mean) / mean;
}

TEST(Image, HasExactlyItsDensityAndPositiveValues) {
  for (const double density : {0.01, 0.4, 1.0}) {
    const auto values = image(density, 0.5);
    EXPECT_EQ(nonzeros(values), std::llround(density * 16 * 32 * 32));
    EXPECT_GE(*std::min_element(values.begin(), values.end()), 0);
    EXPECT_EQ(*std::max_element(values.begin(), values.end()), 127);
  }
}

TEST(Image, TheSameSeedGivesTheSameImage) {
  EXPECT_EQ(image(0.4, 0.5), image(0.4, 0.5));
  EXPECT_NE(image(0.4, 0.5), image(0.4, 0.5, 2));
}

TEST(Image, MoreClusteringMakesTilesMoreUnequal) {
  const auto none = spread_over_tiles(image(0.4, 0.001));
  const auto some = spread_over_tiles(image(0.4, 0.2));
  const auto much = spread_over_tiles(image(0.4, 0.8));
  EXPECT_LT(none, 0.06);
  EXPECT_GT(some, 1.5 * none);
  EXPECT_GT(much, 1.5 * some);
}

}  // namespace
}  // namespace sim::workload
