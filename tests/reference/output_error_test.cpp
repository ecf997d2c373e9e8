// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/output_error.h"

#include <gtest/gtest.h>

#include <vector>

#include "sim/base/errors.h"

namespace sim::reference {
namespace {

using Outputs = std::vector<std::int64_t>;

TEST(OutputError, IsZeroForEqualOutputs) {
  OutputError error;
  EXPECT_EQ(error.root_mean_square(), 0);
  error.add(Outputs{1, -2}, Outputs{1, -2});
  EXPECT_EQ(error.outputs(), 2);
  EXPECT_EQ(error.different(), 0);
  EXPECT_EQ(error.largest(), 0);
  EXPECT_EQ(error.root_mean_square(), 0);
  EXPECT_EQ(error.relative(), 0);
}

TEST(OutputError, GathersVectors) {
  OutputError error;
  error.add(Outputs{3, 4}, Outputs{3, 1});
  error.add(Outputs{0, 0}, Outputs{4, 0});
  EXPECT_EQ(error.outputs(), 4);
  EXPECT_EQ(error.different(), 2);
  EXPECT_EQ(error.largest(), 4);
  EXPECT_DOUBLE_EQ(error.root_mean_square(), 2.5);  // sqrt((9 + 16) / 4)
  EXPECT_DOUBLE_EQ(error.relative().value(), 1);    // sqrt(25 / 25)
}

TEST(OutputError, IsNotRelativeWhereAllIdealOutputsAreZero) {
  OutputError error;
  error.add(Outputs{0}, Outputs{1});
  EXPECT_EQ(error.relative(), std::nullopt);
  EXPECT_THROW(error.add(Outputs{0}, Outputs{}), Fault);
}

}  // namespace
}  // namespace sim::reference
