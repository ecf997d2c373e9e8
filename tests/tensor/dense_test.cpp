// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/dense.h"

#include <gtest/gtest.h>

namespace sim::tensor {
namespace {

TEST(Dense, RunsItsLastIndexFastest) {
  const Dense<int> tensor({2, 3}, std::vector<int>{0, 1, 2, 3, 4, 5});
  EXPECT_EQ(tensor(0, 2), 2);
  EXPECT_EQ(tensor(1, 0), 3);
}

TEST(Dense, HasRankAndSizeOfItsShape) {
  const Dense<int> tensor({4, 3, 2});
  EXPECT_EQ(tensor.rank(), 3u);
  EXPECT_EQ(tensor.size(), 24u);
}

TEST(Dense, IsFilledWithOneValue) {
  const Dense<int> tensor({2, 2}, 7);
  EXPECT_EQ(tensor.values(), (std::vector<int>{7, 7, 7, 7}));
}

TEST(Dense, ReachesEveryElementOnceByItsIndices) {
  Dense<int> tensor({2, 3, 4});
  int next = 0;
  for (int c = 0; c < 2; ++c) {
    for (int y = 0; y < 3; ++y) {
      for (int x = 0; x < 4; ++x) tensor(c, y, x) = next++;
    }
  }
  for (int i = 0; i < 24; ++i) EXPECT_EQ(tensor.values()[i], i);
}

TEST(Dense, OfNoDimensionsIsOneScalar) {
  Dense<int> scalar(Shape{});
  scalar() = 5;
  EXPECT_EQ(scalar.values(), (std::vector<int>{5}));
}

TEST(Dense, EqualsOnlyATensorOfTheSameShape) {
  EXPECT_EQ(Dense<int>({2, 3}), Dense<int>({2, 3}));
  EXPECT_NE(Dense<int>({2, 3}), Dense<int>({3, 2}));
  EXPECT_NE(Dense<int>({2, 3}), Dense<int>({2, 3}, 1));
}

TEST(Dense, RefusesValuesThatDoNotFitItsShape) {
  EXPECT_THROW(Dense<int>({2, 3}, std::vector<int>(5)), Fault);
}

}  // namespace
}  // namespace sim::tensor
