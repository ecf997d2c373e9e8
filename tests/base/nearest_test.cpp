// SPDX-License-Identifier: Apache-2.0
#include "sim/base/nearest.h"

#include <gtest/gtest.h>

namespace sim {
namespace {

const std::vector<std::string> machines = {"eie", "scnn", "dcnn", "memristor"};

TEST(Nearest, FindsANameWithOneLetterWrong) {
  EXPECT_EQ(nearest("memrister", machines), "memristor");
}

TEST(Nearest, CountsASwapOfNeighboursOnce) {
  EXPECT_EQ(nearest("iee", machines), "eie");
  EXPECT_EQ(nearest("ba", {"ab"}), "ab");
}

TEST(Nearest, FindsNothingWhenMoreThanAThirdOfTheLettersDiffer) {
  EXPECT_EQ(nearest("memristor", {"memrabcde"}), "");
  EXPECT_EQ(nearest("eyeriss", machines), "");
}

TEST(Nearest, AcceptsExactlyAThirdOfTheLetters) {
  EXPECT_EQ(nearest("abcdef", {"abcdxy"}), "abcdxy");
  EXPECT_EQ(nearest("abcdef", {"abcxyz"}), "");
}

TEST(Nearest, TakesTheFirstOfEquals) { EXPECT_EQ(nearest("cnn", {"scnn", "dcnn"}), "scnn"); }

TEST(Nearest, PrefersTheSmallestDistance) {
  EXPECT_EQ(nearest("depth", {"depths", "depth"}), "depth");
}

TEST(Nearest, FindsNothingAmongNoCandidates) { EXPECT_EQ(nearest("eie", {}), ""); }

TEST(DidYouMean, IsTheEndOfASentence) {
  EXPECT_EQ(did_you_mean("scn", machines), "; did you mean \"scnn\"?");
}

TEST(DidYouMean, IsEmptyWhenNothingIsNear) { EXPECT_EQ(did_you_mean("systolic", machines), ""); }

}  // namespace
}  // namespace sim
