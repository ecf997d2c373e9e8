// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/highest.h"

#include <gtest/gtest.h>

namespace sim::workload::pruning {
namespace {

using Positions = std::vector<std::size_t>;

Positions highest(const std::vector<std::uint64_t>& energy, std::size_t n) {
  Positions positions;
  for_each_of_highest(energy, n, [&](std::size_t i) { positions.push_back(i); });
  return positions;
}

TEST(Highest, OfEqualsTheFirst) {
  EXPECT_EQ(highest({4, 7, 4, 9, 4}, 2), (Positions{1, 3}));
  EXPECT_EQ(highest({4, 7, 4, 9, 4}, 3), (Positions{0, 1, 3}));
  EXPECT_EQ(highest({4, 7, 4, 9, 4}, 4), (Positions{0, 1, 2, 3}));
  EXPECT_EQ(highest({0, 0, 0}, 2), (Positions{0, 1}));
  EXPECT_EQ(highest({4, 7}, 0), Positions{});
  EXPECT_EQ(highest({4, 7}, 2), (Positions{0, 1}));
}

TEST(Highest, ADensityKeepsTheNearestNumber) {
  EXPECT_EQ(share_of(0.5, 5), 3u);
  EXPECT_EQ(share_of(0.49, 5), 2u);
  EXPECT_EQ(share_of(1, 5), 5u);
  EXPECT_EQ(share_of(0.01, 5), 0u);
}

TEST(Highest, AMultipleIsTheOneNextToTheShare) {
  EXPECT_EQ(share_of_multiples(0.25, 576, 1), 144u);
  EXPECT_EQ(share_of_multiples(0.25, 576, 128), 128u);
  EXPECT_EQ(share_of_multiples(0.25, 768, 128), 256u);  // 192: of two the larger
  EXPECT_EQ(share_of_multiples(0.05, 576, 128), 128u);
  EXPECT_EQ(share_of_multiples(0.25, 27, 128), 27u);
  EXPECT_EQ(share_of_multiples(0.97, 576, 128), 512u);
  EXPECT_EQ(share_of_multiples(1, 576, 128), 576u);
}

}  // namespace
}  // namespace sim::workload::pruning
