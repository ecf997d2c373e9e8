// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/adc.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

#include "sim/base/errors.h"

namespace arch::memristor::test {
namespace {

using Values = std::vector<std::int32_t>;

struct Converted {
  Values values;
  std::int64_t clips;
  bool operator==(const Converted&) const = default;
};

Converted convert(const AdcRange& range, Values sums) {
  std::int32_t clips = 0;
  std::visit(
      [&](const auto& conversion) {
        for (auto& sum : sums) sum = conversion(sum, clips);
      },
      Adc(range).conversion());
  return {sums, clips};
}

Converted convert_currents(const AdcRange& range, const std::vector<double>& currents) {
  Values values(currents.size());
  const auto clips = Adc(range).convert(currents, values);
  return {values, clips};
}

TEST(MemristorAdc, WithAStepOfOneGivesSumsAsTheyAreUpToTheHighestCode) {
  EXPECT_EQ(convert({3, 1, 0}, {0, 1, 7, 8, 100}), (Converted{{0, 1, 7, 7, 7}, 2}));
}

TEST(MemristorAdc, RoundsToTheNearestCodeHalvesUpwards) {
  EXPECT_EQ(convert({3, 2, 0}, {0, 1, 2, 3, 4}), (Converted{{0, 2, 2, 4, 4}, 0}));
  EXPECT_EQ(convert({3, 3, 0}, {0, 1, 2, 4, 5}), (Converted{{0, 0, 3, 3, 6}, 0}));
}

TEST(MemristorAdc, CountsAClipFromHalfAStepBeyondItsEndsOn) {
  EXPECT_EQ(convert({2, 4, 0}, {12, 13, 14, 20}), (Converted{{12, 12, 12, 12}, 2}));
  EXPECT_EQ(convert({2, 4, 10}, {10, 8, 7, 0}), (Converted{{10, 10, 10, 10}, 2}));
}

TEST(MemristorAdc, BeginsAtTheLowEnd) {
  EXPECT_EQ(convert({2, 1, -2}, {0, 1, 2}), (Converted{{0, 1, 1}, 1}));
  EXPECT_EQ(convert({2, 1, 2}, {1, 2, 5, 6}), (Converted{{2, 2, 5, 5}, 2}));
  EXPECT_EQ(convert({2, 3, -4}, {0, 1, 3, 6, 7}), (Converted{{-1, 2, 2, 5, 5}, 1}));
  EXPECT_EQ(convert({2, 2, -9}, {0, 4}), (Converted{{-3, -3}, 2}));
}

TEST(MemristorAdc, RoundsCurrentsLikewise) {
  EXPECT_EQ(convert_currents({2, 1, 0}, {-0.6, -0.5, 0.49, 0.5, 3.49, 3.5}),
            (Converted{{0, 0, 0, 1, 3, 3}, 2}));
  EXPECT_EQ(convert_currents({2, 4, -2}, {-4.1, -4, 0, 1.9, 12}),
            (Converted{{-2, -2, 2, 2, 10}, 2}));
}

RC_GTEST_PROP(MemristorAdc, DividesExactlyForAllStepsAndSums, ()) {
  const int bits = *rc::gen::inRange(1, 17);
  const auto most_step = AdcRange::bound >> bits;
  const auto step = *rc::gen::element(*rc::gen::inRange<std::int64_t>(1, 20), most_step,
                                      std::int64_t{1} << *rc::gen::inRange(0, 29 - bits),
                                      *rc::gen::inRange<std::int64_t>(1, most_step + 1));
  const auto low = *rc::gen::inRange<std::int64_t>(-9, 9) *
                   *rc::gen::element<std::int64_t>(1, 1, 100, AdcRange::bound / 9);
  const AdcRange range{bits, std::min(step, most_step), low};
  const auto code = *rc::gen::inRange<std::int64_t>(-2, range.top() + 3);
  Values sums;  // around where a code begins and ends
  const auto begin = range.low + code * range.step - range.step / 2;
  for (const auto at : {begin, begin + range.step}) {
    for (auto sum = at - 1; sum <= at + 1; ++sum) {
      if (sum >= 0) sums.push_back(static_cast<std::int32_t>(sum));
    }
  }
  Converted plain{{}, 0};
  for (const std::int64_t sum : sums) {
    const auto doubled = 2 * (sum - range.low) + range.step;  // floor of doubled / (2 step)
    auto nearest = doubled / (2 * range.step);
    if (doubled < 0 && doubled % (2 * range.step) != 0) --nearest;
    const auto in_range = std::clamp<std::int64_t>(nearest, 0, range.top());
    plain.clips += in_range != nearest;
    plain.values.push_back(static_cast<std::int32_t>(range.low + range.step * in_range));
  }
  RC_ASSERT(convert(range, sums) == plain);
  RC_ASSERT(convert_currents(range, std::vector<double>(sums.begin(), sums.end())) == plain);
}

TEST(MemristorAdc, RefusesRangesOutOfBounds) {
  for (const AdcRange& range :
       {AdcRange{0, 1, 0}, AdcRange{17, 1, 0}, AdcRange{8, 0, 0}, AdcRange{8, (1 << 20) + 1, 0},
        AdcRange{8, 1, (1LL << 28) + 1}, AdcRange{8, 1, -(1LL << 28) - 1}}) {
    EXPECT_THROW(Adc{range}, sim::Fault);
  }
  EXPECT_NO_THROW(Adc(AdcRange{8, 1 << 20, 1 << 28}));
}

}  // namespace
}  // namespace arch::memristor::test
