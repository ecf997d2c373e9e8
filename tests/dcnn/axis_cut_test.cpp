// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/parts/axis_cut.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace arch::dcnn {
namespace {

std::vector<int> outputs_of(const std::vector<AxisShare>& shares) {
  std::vector<int> sizes;
  for (const auto& share : shares) sizes.push_back(share.outputs.size());
  return sizes;
}

TEST(DcnnAxisCut, APaddedConvolutionIsCutLikeItsInputs) {
  const auto shares = cut_axis({56, 56, 3, 1, 1}, {0, 56}, 8, CutPlane::input);
  for (const auto& share : shares) EXPECT_EQ(share.outputs, share.held);
  EXPECT_EQ(outputs_of(shares), (std::vector<int>(8, 7)));
  EXPECT_EQ(shares[0].window, (Span{0, 8}));
  EXPECT_EQ(shares[3].window, (Span{20, 29}));
  EXPECT_EQ(shares[3].before(), 1);
  EXPECT_EQ(shares[3].inside(), 7);
  EXPECT_EQ(shares[3].behind(), 1);
}

TEST(DcnnAxisCut, TilesAreRoundedUp) {
  const auto shares = cut_axis({14, 14, 3, 1, 1}, {0, 14}, 8, CutPlane::input);
  EXPECT_EQ(outputs_of(shares), (std::vector<int>{2, 2, 2, 2, 2, 2, 2, 0}));
}

// AlexNet's conv1: 227 inputs are 29 for each PE; the middles of the windows are 5, 9, 13 ...
TEST(DcnnAxisCut, WithAStrideEitherInputsOrOutputsAreCutEvenly) {
  const Axis conv1{227, 55, 11, 4, 0};
  EXPECT_EQ(outputs_of(cut_axis(conv1, {0, 55}, 8, CutPlane::input)),
            (std::vector<int>{6, 8, 7, 7, 7, 8, 7, 5}));
  EXPECT_EQ(outputs_of(cut_axis(conv1, {0, 55}, 8, CutPlane::output)),
            (std::vector<int>{7, 7, 7, 7, 7, 7, 7, 6}));
}

TEST(DcnnAxisCut, ARegionHoldsWhatItNeedsFromBeyond) {
  const auto shares = cut_axis({56, 56, 3, 1, 1}, {32, 56}, 8, CutPlane::input);
  EXPECT_EQ(outputs_of(shares), (std::vector<int>(8, 3)));
  EXPECT_EQ(shares[0].held, (Span{31, 35}));
  EXPECT_EQ(shares[0].before(), 0);
  EXPECT_EQ(shares[7].held, (Span{53, 56}));
}

RC_GTEST_PROP(DcnnAxisCut, EveryOutputHasOnePeAndEveryNeededInputAHolder, ()) {
  Axis axis;
  axis.kernel = *rc::gen::inRange(1, 7);
  axis.stride = *rc::gen::inRange(1, 5);
  axis.padding = *rc::gen::inRange(0, 4);
  axis.inputs = std::max(1, axis.kernel - 2 * axis.padding) + *rc::gen::inRange(0, 30);
  axis.outputs = (axis.inputs + 2 * axis.padding - axis.kernel) / axis.stride + 1;
  const int begin = *rc::gen::inRange(0, axis.outputs);
  const Span region{begin, *rc::gen::inRange(begin, axis.outputs) + 1};
  const int parts = *rc::gen::inRange(1, 9);
  const auto plane = *rc::gen::element(CutPlane::input, CutPlane::output);
  const auto shares = cut_axis(axis, region, parts, plane);
  RC_ASSERT(static_cast<int>(shares.size()) == parts);
  int output = region.begin;
  int held = shares.front().held.begin;
  for (const auto& share : shares) {
    RC_ASSERT(share.outputs.begin == output);
    RC_ASSERT(share.outputs.size() >= 0);
    output = share.outputs.end;
    RC_ASSERT(share.held.size() >= 0);
    if (share.held.size() > 0) {
      RC_ASSERT(share.held.begin == held);
      held = share.held.end;
    }
    RC_ASSERT(share.before() + share.inside() + share.behind() == share.window.size());
    RC_ASSERT(share.before() >= 0 && share.behind() >= 0);
  }
  RC_ASSERT(output == region.end);
  const auto window = axis.window(region);
  RC_ASSERT(window.size() == 0 || shares.front().held.begin <= window.begin);
  RC_ASSERT(held >= window.end || window.size() == 0);
  if (region == (Span{0, axis.outputs})) {
    RC_ASSERT(shares.front().held.begin == 0);
    RC_ASSERT(held == axis.inputs);
  }
}

}  // namespace
}  // namespace arch::dcnn
