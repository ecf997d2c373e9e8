// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parts/merge_unit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace arch::scnn::test {
namespace {

constexpr int accumulators = 200;

// A vector of lanes, some of them idle.
void add_vector(Elements& elements, std::size_t lanes) {
  for (std::size_t i = 0; i < lanes; ++i) {
    elements.value.push_back(*rc::gen::element<std::int16_t>(0, 1, -3));
    elements.offset.push_back(*rc::gen::inRange(0, accumulators / 2));
  }
}

RC_GTEST_PROP(ScnnMergeUnit, SendsEveryAddressOfAPairOnce, ()) {
  const int banks = *rc::gen::element(1, 7, 32);
  const auto lanes = *rc::gen::inRange<std::size_t>(1, 5);
  MergeUnit unit(banks, accumulators);
  Elements weights;
  for (int v = 0; v < 5; ++v) add_vector(weights, lanes);
  for (int round = 0; round < 3; ++round) {
    const auto offsets =
        *rc::gen::container<std::vector<std::int32_t>>(4, rc::gen::inRange(0, accumulators / 2));
    const auto first = *rc::gen::inRange<std::size_t>(0, 4);
    const auto n = *rc::gen::inRange<std::size_t>(1, 6 - first);
    const auto sums = unit.merge(weights, first, n, lanes, offsets.data(), 4);

    std::int64_t expected = 0;
    for (std::size_t v = 0; v < n; ++v) {
      std::set<std::int32_t> addresses;
      for (auto w = (first + v) * lanes; w < (first + v + 1) * lanes; ++w) {
        if (weights.value[w] == 0) continue;
        for (const auto offset : offsets) addresses.insert(weights.offset[w] + offset);
      }
      expected += static_cast<std::int64_t>(addresses.size());
      std::vector<int> of_bank(static_cast<std::size_t>(banks));
      for (const auto address : addresses) ++of_bank[static_cast<std::size_t>(address % banks)];
      for (std::size_t b = 0; b < of_bank.size(); ++b) {
        RC_ASSERT(unit.counts()[v * padded_banks(banks) + b] == of_bank[b]);
      }
    }
    RC_ASSERT(sums == expected);
  }
}

TEST(ScnnMergeUnit, FourNeighboursAndARowOfThreeWeightsMeetInSixAddresses) {
  // The upper bound of arXiv:1705.08922: twelve products, half as many references.
  Elements weights{{1, 1, 1}, {2, 1, 0}};
  const std::int32_t row[] = {0, 1, 2, 3};
  MergeUnit unit(32, 1024);
  EXPECT_EQ(unit.merge(weights, 0, 1, 3, row, 4), 6);
}

}  // namespace
}  // namespace arch::scnn::test
