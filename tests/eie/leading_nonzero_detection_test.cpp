// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/parts/leading_nonzero_detection.h"

#include <gtest/gtest.h>

#include <vector>

namespace arch::eie::test {
namespace {

using Detection = LeadingNonzeroDetection;

TEST(EieLeadingNonzeroDetection, FindsTheFirstNonzeroAtOrAfterAPosition) {
  const std::vector<std::int16_t> activations = {0, 5, 0, -1, 0};
  EXPECT_EQ(Detection::next(activations, 0), 1u);
  EXPECT_EQ(Detection::next(activations, 1), 1u);
  EXPECT_EQ(Detection::next(activations, 2), 3u);
  EXPECT_EQ(Detection::next(activations, 4), 5u);
  EXPECT_EQ(Detection::next(activations, 5), 5u);
  EXPECT_EQ(Detection::next({}, 0), 0u);
}

TEST(EieLeadingNonzeroDetection, NothingIsLostInsideARow) {
  EXPECT_EQ(Detection(4).idle_cycles(-1, 0, 8), 0);
  EXPECT_EQ(Detection(4).idle_cycles(-1, 3, 8), 0);
  EXPECT_EQ(Detection(4).idle_cycles(0, 2, 8), 0);
}

TEST(EieLeadingNonzeroDetection, LeavingARowCostsACycle) {
  EXPECT_EQ(Detection(4).idle_cycles(0, 4, 8), 1);
  EXPECT_EQ(Detection(4).idle_cycles(2, 7, 8), 1);
}

TEST(EieLeadingNonzeroDetection, AHitInTheLastLaneHasSwitchedTheRow) {
  EXPECT_EQ(Detection(4).idle_cycles(3, 4, 8), 0);
  EXPECT_EQ(Detection(4).idle_cycles(3, 8, 12), 1);
  EXPECT_EQ(Detection(4).idle_cycles(7, 8, 8), 0);
}

TEST(EieLeadingNonzeroDetection, EveryEmptyRowCostsACycle) {
  EXPECT_EQ(Detection(4).idle_cycles(-1, 9, 12), 2);
  EXPECT_EQ(Detection(4).idle_cycles(1, 13, 16), 3);
  EXPECT_EQ(Detection(4).idle_cycles(-1, 16, 16), 4);
}

TEST(EieLeadingNonzeroDetection, TheRowsAfterTheLastHitAreScanned) {
  EXPECT_EQ(Detection(4).idle_cycles(1, 12, 12), 3);
  EXPECT_EQ(Detection(4).idle_cycles(3, 12, 12), 2);
}

TEST(EieLeadingNonzeroDetection, APartialRowHasNoLastLane) {
  EXPECT_EQ(Detection(4).idle_cycles(5, 6, 6), 1);
  EXPECT_EQ(Detection(4).idle_cycles(-1, 6, 6), 2);
}

TEST(EieLeadingNonzeroDetection, EveryHitOfASingleLaneSwitches) {
  EXPECT_EQ(Detection(1).idle_cycles(-1, 0, 3), 0);
  EXPECT_EQ(Detection(1).idle_cycles(0, 1, 3), 0);
  EXPECT_EQ(Detection(1).idle_cycles(0, 2, 3), 1);
  EXPECT_EQ(Detection(1).idle_cycles(0, 3, 3), 2);
}

TEST(EieLeadingNonzeroDetection, AnEmptyVectorHasNoRows) {
  EXPECT_EQ(Detection(4).idle_cycles(-1, 0, 0), 0);
}

TEST(EieLeadingNonzeroDetection, TheTreeHasANodeForEveryFanInOfEveryLevel) {
  EXPECT_EQ(Detection::tree(64, 4).nodes, 21);   // 16 + 4 + 1
  EXPECT_EQ(Detection::tree(256, 4).nodes, 85);  // 64 + 16 + 4 + 1
  EXPECT_EQ(Detection::tree(5, 4).nodes, 3);     // 2 + 1
  EXPECT_EQ(Detection::tree(4, 4).nodes, 1);
  EXPECT_EQ(Detection::tree(64, 2).nodes, 63);
}

TEST(EieLeadingNonzeroDetection, TheTreeIsAsHighAsItsFanInNeeds) {
  EXPECT_EQ(Detection::tree(64, 4).levels, 3);
  EXPECT_EQ(Detection::tree(65, 4).levels, 4);
  EXPECT_EQ(Detection::tree(5, 4).levels, 2);
  EXPECT_EQ(Detection::tree(4, 4).levels, 1);
  EXPECT_EQ(Detection::tree(64, 2).levels, 6);
}

TEST(EieLeadingNonzeroDetection, ASingleLaneHasANodeToo) {
  EXPECT_EQ(Detection::tree(1, 4).nodes, 1);
  EXPECT_EQ(Detection::tree(1, 4).levels, 1);
}

}  // namespace
}  // namespace arch::eie::test
