// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/fixed_point.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace sim::workload {
namespace {

TEST(FixedPoint, DroppedBitsRoundToNearestHalvesUpwards) {
  EXPECT_EQ(without_bits(5, 1), 3);
  EXPECT_EQ(without_bits(-5, 1), -2);
  EXPECT_EQ(without_bits(-6, 2), -1);
  EXPECT_EQ(without_bits(-7, 2), -2);
  EXPECT_EQ(without_bits(7, 0), 7);
}

TEST(FixedPoint, BitsThatAreMissingAreZeros) {
  EXPECT_EQ(without_bits(5, -3), 40);
  EXPECT_EQ(without_bits(-5, -3), -40);
}

RC_GTEST_PROP(FixedPoint, DroppingBitsIsRoundingAQuotient, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(-(1LL << 45), 1LL << 45);
  const auto drop = *rc::gen::inRange(-5, 30);
  const auto quotient = std::ldexp(static_cast<double>(value), -drop);
  RC_ASSERT(static_cast<double>(without_bits(value, drop)) == std::floor(quotient + 0.5));
}

TEST(FixedPoint, SaturatesTo16Bits) {
  EXPECT_EQ(saturated16(32767), 32767);
  EXPECT_EQ(saturated16(32768), 32767);
  EXPECT_EQ(saturated16(-32768), -32768);
  EXPECT_EQ(saturated16(-(1LL << 40)), -32768);
}

}  // namespace
}  // namespace sim::workload
