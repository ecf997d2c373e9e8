// SPDX-License-Identifier: Apache-2.0
#include "sim/config/rule.h"

#include <gtest/gtest.h>

#include "sim/base/errors.h"

namespace sim::config {
namespace {

using Integer = std::int64_t;

TEST(Rule, BoundsIncludeOrExcludeTheirValue) {
  EXPECT_TRUE(at_least(2).allows(Integer{2}));
  EXPECT_FALSE(at_least(2).allows(1.999));
  EXPECT_TRUE(at_most(2).allows(2.0));
  EXPECT_FALSE(at_most(2).allows(Integer{3}));
  EXPECT_FALSE(above(0).allows(0.0));
  EXPECT_TRUE(above(0).allows(1e-9));
  EXPECT_FALSE(below(1).allows(Integer{1}));
  EXPECT_TRUE(below(1).allows(0.99));
  EXPECT_TRUE(between(1, 16).allows(Integer{1}) && between(1, 16).allows(Integer{16}));
  EXPECT_FALSE(between(1, 16).allows(Integer{0}) || between(1, 16).allows(16.5));
}

TEST(Rule, PowersOfTwoAreExactAlsoWhereDoublesAreNot) {
  EXPECT_TRUE(power_of_two().allows(Integer{1}));
  EXPECT_TRUE(power_of_two().allows(Integer{1} << 62));
  EXPECT_TRUE(power_of_two().allows(64.0));
  for (const Integer wrong : {Integer{0}, Integer{-4}, Integer{3}, (Integer{1} << 54) + 1,
                              std::numeric_limits<Integer>::min()}) {
    EXPECT_FALSE(power_of_two().allows(wrong)) << wrong;
  }
  EXPECT_FALSE(power_of_two().allows(0.5));
}

TEST(Rule, MultiplesIncludeZeroAndNegativeOnes) {
  EXPECT_TRUE(multiple_of(4).allows(Integer{0}) && multiple_of(4).allows(Integer{-8}));
  EXPECT_TRUE(multiple_of(4).allows(8.0));
  EXPECT_FALSE(multiple_of(4).allows(Integer{6}) || multiple_of(4).allows(8.5));
  EXPECT_THROW(multiple_of(0), Fault);
}

TEST(Rule, ListsAllowWhatTheyName) {
  EXPECT_TRUE(one_of({"a", "b"}).allows(std::string("b")));
  EXPECT_FALSE(one_of({"a", "b"}).allows(std::string("c")));
  EXPECT_TRUE(one_of({8, 16}).allows(Integer{16}));
  EXPECT_FALSE(one_of({8, 16}).allows(Integer{12}));
}

TEST(Rule, AllConditionsMustHold) {
  const auto rule = between(4, 64) && power_of_two();
  EXPECT_TRUE(rule.allows(Integer{32}));
  EXPECT_FALSE(rule.allows(Integer{2}) || rule.allows(Integer{12}));
  EXPECT_TRUE(Rule{}.allows(Integer{12}) && Rule{}.allows_size(0));
}

TEST(Rule, SizesAreCheckedApartFromValues) {
  const auto rule = non_empty() && at_least(4);
  EXPECT_TRUE(rule.allows_size(1));
  EXPECT_FALSE(rule.allows_size(0));
  EXPECT_TRUE(rule.allows(Integer{4}));
  EXPECT_FALSE(rule.allows(Integer{3}));
}

TEST(Rule, TextsContinueMustBe) {
  EXPECT_EQ((between(1, 16) && power_of_two()).text(), "from 1 to 16 and a power of two");
  EXPECT_EQ((above(0.5) && below(1e9)).text(), "above 0.5 and below 1000000000");
  EXPECT_EQ((at_least(-1) && at_most(1e300)).text(), "at least -1 and at most 1e+300");
  EXPECT_EQ((multiple_of(4) && non_empty()).text(), "a multiple of 4 and not empty");
  EXPECT_EQ(one_of({"a", "b\"c"}).text(), "one of \"a\", \"b\\\"c\"");
  EXPECT_EQ(one_of({8, 16}).text(), "one of 8, 16");
  EXPECT_EQ(Rule{}.text(), "");
}

TEST(Rule, ANumberRuleOnAStringIsOurFault) {
  EXPECT_THROW(at_least(1).allows(std::string("x")), Fault);
}

}  // namespace
}  // namespace sim::config
