// SPDX-License-Identifier: Apache-2.0
#include "sim/base/errors.h"

#include <gtest/gtest.h>

namespace sim {
namespace {

TEST(Problem, IsWrittenWithAllThatIsKnownOfItsPlace) {
  EXPECT_EQ(to_string({{"a.json", 3, 7, "/clock"}, "is 0"}), "a.json:3:7: /clock: is 0");
}

TEST(Problem, LeavesOutWhatIsUnknown) {
  EXPECT_EQ(to_string({{"a.json", 0, 0, "/clock"}, "is 0"}), "a.json: /clock: is 0");
  EXPECT_EQ(to_string({{"a.json", 3, 7, ""}, "is 0"}), "a.json:3:7: is 0");
  EXPECT_EQ(to_string({{"a.json", 0, 0, ""}, "is 0"}), "a.json: is 0");
  EXPECT_EQ(to_string({{"", 0, 0, "/clock"}, "is 0"}), "/clock: is 0");
  EXPECT_EQ(to_string({{}, "is 0"}), "is 0");
}

TEST(UserError, SaysEveryProblemOnALineOfItsOwn) {
  const UserError error({{{"a", 0, 0, ""}, "one"}, {{"b", 0, 0, ""}, "two"}});
  EXPECT_STREQ(error.what(), "a: one\nb: two");
  EXPECT_EQ(error.problems().size(), 2u);
}

TEST(UserError, CanBeASentenceWithoutAPlace) { EXPECT_STREQ(UserError("no").what(), "no"); }

TEST(Problems, RaiseNothingWhenThereAreNone) {
  EXPECT_NO_THROW(Problems{}.raise_if_any());
  EXPECT_TRUE(Problems{}.empty());
}

TEST(Problems, RaiseAllInTheOrderOfDiscovery) {
  Problems problems;
  problems.add({}, "first");
  problems.add(UserError({{{}, "second"}, {{}, "third"}}));
  EXPECT_EQ(problems.count(), 3u);
  try {
    problems.raise_if_any();
    FAIL() << "nothing was raised";
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "first\nsecond\nthird");
  }
}

}  // namespace
}  // namespace sim
