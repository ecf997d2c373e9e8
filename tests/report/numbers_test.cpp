// SPDX-License-Identifier: Apache-2.0
#include "sim/report/numbers.h"

#include <gtest/gtest.h>

#include <limits>

namespace sim::report {
namespace {

TEST(Numbers, GroupedInThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(-999), "-999");
  EXPECT_EQ(grouped(-1000), "-1,000");
  EXPECT_EQ(grouped(1234567), "1,234,567");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(Numbers, SignificantDigitsSurviveRounding) {
  EXPECT_EQ(significant(0), "0");
  EXPECT_EQ(significant(-0.0), "0");
  EXPECT_EQ(significant(1), "1.00");
  EXPECT_EQ(significant(0.9994), "0.999");
  EXPECT_EQ(significant(0.9996), "1.00");
  EXPECT_EQ(significant(9.994), "9.99");
  EXPECT_EQ(significant(9.996), "10.0");
  EXPECT_EQ(significant(99.94), "99.9");
  EXPECT_EQ(significant(99.96), "100");
  EXPECT_EQ(significant(999.5), "1000");
  EXPECT_EQ(significant(123456), "123456");
  EXPECT_EQ(significant(0.012345), "0.0123");
  EXPECT_EQ(significant(-12.345), "-12.3");
  EXPECT_EQ(significant(1e-7), "1e-07");
}

TEST(Numbers, PercentOfAShare) {
  EXPECT_EQ(percent(0), "0.0 %");
  EXPECT_EQ(percent(0.9534), "95.3 %");
  EXPECT_EQ(percent(0.99949), "99.9 %");
  EXPECT_EQ(percent(0.9996), "100.0 %");
  EXPECT_EQ(percent(-0.5), "-50.0 %");
}

TEST(Numbers, ScaledByThousands) {
  EXPECT_EQ(scaled(0), "0");
  EXPECT_EQ(scaled(0.5), "0.5");
  EXPECT_EQ(scaled(999.4), "999");
  EXPECT_EQ(scaled(999.5), "1.00 k");
  EXPECT_EQ(scaled(999499), "999 k");
  EXPECT_EQ(scaled(999500), "1.00 M");
  EXPECT_EQ(scaled(-1234567), "-1.23 M");
  EXPECT_EQ(scaled(4.56e9), "4.56 G");
  EXPECT_EQ(scaled(1e15), "1000 T");
}

TEST(Numbers, TimesFromPicosecondsToSeconds) {
  EXPECT_EQ(time_text(0), "0 us");
  EXPECT_EQ(time_text(29.6), "29.6 us");
  EXPECT_EQ(time_text(0.9994), "999 ns");
  EXPECT_EQ(time_text(0.9995), "1.00 us");
  EXPECT_EQ(time_text(999.5), "1.00 ms");
  EXPECT_EQ(time_text(0.00125), "1.25 ns");
  EXPECT_EQ(time_text(1e-6), "1.00 ps");
  EXPECT_EQ(time_text(1e-7), "0.1 ps");
  EXPECT_EQ(time_text(1e6), "1.00 s");
  EXPECT_EQ(time_text(3.6e9), "3600 s");
}

TEST(Numbers, EnergiesFromFemtojoulesToJoules) {
  EXPECT_EQ(energy_text(0), "0 pJ");
  EXPECT_EQ(energy_text(17.4e6), "17.4 uJ");
  EXPECT_EQ(energy_text(0.25), "250 fJ");
  EXPECT_EQ(energy_text(0.9995), "1.00 pJ");
  EXPECT_EQ(energy_text(999.5), "1.00 nJ");
  EXPECT_EQ(energy_text(1e12), "1.00 J");
}

TEST(Numbers, BytesInThousands) {
  EXPECT_EQ(bytes_text(42), "42.0 B");
  EXPECT_EQ(bytes_text(42000), "42.0 kB");
  EXPECT_EQ(bytes_text(2.5e9), "2.50 GB");
}

}  // namespace
}  // namespace sim::report
