// SPDX-License-Identifier: Apache-2.0
#include "sim/base/units.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace sim {
namespace {

TEST(AlignUp, KeepsATimeThatIsAnEdge) {
  EXPECT_EQ(align_up(Time{0}, Time{1250}), Time{0});
  EXPECT_EQ(align_up(Time{2500}, Time{1250}), Time{2500});
}

TEST(AlignUp, MovesToTheNextEdge) {
  EXPECT_EQ(align_up(Time{1}, Time{1250}), Time{1250});
  EXPECT_EQ(align_up(Time{1249}, Time{1250}), Time{1250});
  EXPECT_EQ(align_up(Time{1251}, Time{1250}), Time{2500});
}

TEST(AlignUp, WorksForPeriodsThatAreNoPowerOfTwo) {
  EXPECT_EQ(align_up(Time{8}, Time{7}), Time{14});
}

TEST(Units, PowerTimesTimeIsEnergy) {
  // 2 mW for 3 ns are 6 pJ.
  const Energy energy = milliwatts(2) * to_duration(Time{3000});
  EXPECT_NEAR(in_picojoules(energy), 6, 1e-9);
}

TEST(Units, AreReadAsTheyWereWritten) {
  EXPECT_NEAR(in_picojoules(picojoules(3.7)), 3.7, 1e-12);
  EXPECT_NEAR(in_milliwatts(milliwatts(9.157)), 9.157, 1e-12);
  EXPECT_NEAR(in_square_micrometres(square_micrometres(638024)), 638024, 1e-6);
}

TEST(Units, ASquareMillimetreIsAMillionSquareMicrometres) {
  EXPECT_NEAR(in_square_millimetres(square_micrometres(1e6)), 1, 1e-12);
}

TEST(Units, AMicrosecondIsAMillionPicoseconds) {
  EXPECT_NEAR(in_microseconds(to_duration(Time{1'000'000})), 1, 1e-12);
}

TEST(Units, CannotBeMixedUp) {
  static_assert(!std::is_convertible_v<Energy, Power>);
  static_assert(!std::is_convertible_v<double, Energy>);
  static_assert(!std::is_convertible_v<Time, Duration>);
}

}  // namespace
}  // namespace sim
