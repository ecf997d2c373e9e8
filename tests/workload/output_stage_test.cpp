// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/output_stage.h"

#include <gtest/gtest.h>

#include <limits>

namespace sim::workload {
namespace {

constexpr OutputStage linear(int shift, int bits = 16) { return {shift, false, bits}; }

TEST(OutputStage, WithoutAShiftTheSumStays) {
  EXPECT_EQ(narrow(5, linear(0)), 5);
  EXPECT_EQ(narrow(-5, linear(0)), -5);
}

TEST(OutputStage, RoundsToTheNearestAndHalvesUpwards) {
  EXPECT_EQ(narrow(5, linear(2)), 1);
  EXPECT_EQ(narrow(6, linear(2)), 2);
  EXPECT_EQ(narrow(7, linear(2)), 2);
  EXPECT_EQ(narrow(-5, linear(2)), -1);
  EXPECT_EQ(narrow(-6, linear(2)), -1);
  EXPECT_EQ(narrow(-7, linear(2)), -2);
  EXPECT_EQ(narrow(1, linear(1)), 1);
  EXPECT_EQ(narrow(-1, linear(1)), 0);
}

TEST(OutputStage, SaturatesAtTheStatedWidth) {
  EXPECT_EQ(narrow(32767, linear(0)), 32767);
  EXPECT_EQ(narrow(32768, linear(0)), 32767);
  EXPECT_EQ(narrow(-32768, linear(0)), -32768);
  EXPECT_EQ(narrow(-32769, linear(0)), -32768);
  EXPECT_EQ(narrow(1000, linear(0, 8)), 127);
  EXPECT_EQ(narrow(-1000, linear(0, 8)), -128);
  EXPECT_EQ(narrow(9, linear(0, 2)), 1);
  EXPECT_EQ(narrow(-9, linear(0, 2)), -2);
  EXPECT_EQ(narrow(std::int64_t{1} << 61, linear(0)), 32767);
  EXPECT_EQ(narrow(std::int64_t{1} << 61, linear(62)), 1);
}

TEST(OutputStage, RoundsBeforeItSaturates) {
  EXPECT_EQ(narrow(65534, linear(1)), 32767);
  EXPECT_EQ(narrow(65535, linear(1)), 32767);
}

TEST(OutputStage, ReluMakesNegativesZeroAndNothingElse) {
  const OutputStage relu{2, true, 16};
  EXPECT_EQ(narrow(-1000000, relu), 0);
  EXPECT_EQ(narrow(-1, relu), 0);
  EXPECT_EQ(narrow(0, relu), 0);
  EXPECT_EQ(narrow(6, relu), 2);
  EXPECT_EQ(narrow(std::int64_t{1} << 40, relu), 32767);
}

}  // namespace
}  // namespace sim::workload
