// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/quantisation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstdlib>
#include <set>

namespace sim::workload {
namespace {

std::vector<Weighted> any_nonzeros() {
  auto drawn = *rc::gen::container<std::set<int>>(rc::gen::inRange(-9999, 9999));
  drawn.erase(0);
  std::vector<Weighted> values;
  for (const int value : drawn) values.push_back({value / 512.0, 1});
  return values;
}

RC_GTEST_PROP(Quantiser, LinearIntegersAreTheNearestAndTheLargestJustFits, ()) {
  const auto values = any_nonzeros();
  const auto bits = *rc::gen::inRange(2, 17);
  const Quantiser quantiser(values, {.bits = bits});
  double widest = 0;
  for (const auto& v : values) widest = std::max(widest, std::abs(v.value));
  const double largest = std::ldexp(1.0, bits - 1) - 1;
  for (const auto& v : values) {
    const double exact = v.value * largest / widest;
    RC_ASSERT(std::abs(quantiser.integer(v.value) - exact) <= 0.5 + 1e-9);
    if (std::abs(v.value) == widest) RC_ASSERT(std::abs(quantiser.integer(v.value)) == largest);
  }
}

RC_GTEST_PROP(Quantiser, ACodebookHasFewValuesAndNoZero, ()) {
  const auto values = any_nonzeros();
  const Quantisation how = {.bits = *rc::gen::inRange(2, 17),
                            .codebook_bits = *rc::gen::inRange(1, 9)};
  const Quantiser quantiser(values, how);
  std::set<int> integers;
  for (const auto& v : values) integers.insert(quantiser.integer(v.value));
  RC_ASSERT(integers.count(0) == 0u);
  RC_ASSERT(integers.size() < (std::size_t{1} << how.codebook_bits));
  for (const int integer : integers) RC_ASSERT(std::abs(integer) < (1 << (how.bits - 1)));
}

RC_GTEST_PROP(Quantiser, LargerValuesHaveNoSmallerIntegers, ()) {
  const auto values = any_nonzeros();
  const Quantiser quantiser(values, {.bits = 6, .codebook_bits = *rc::gen::inRange(0, 5)});
  for (std::size_t i = 1; i < values.size(); ++i) {
    RC_ASSERT(quantiser.integer(values[i - 1].value) <= quantiser.integer(values[i].value));
  }
}

TEST(Quantiser, ZeroStaysZero) {
  EXPECT_EQ(Quantiser({{-1, 1}, {2, 1}}, {.codebook_bits = 4}).integer(0), 0);
  EXPECT_EQ(Quantiser({{-1, 1}, {2, 1}}, {}).integer(-0.0), 0);
  EXPECT_EQ(Quantiser({}, {}).integer(0), 0);
}

TEST(Quantiser, AStatedScaleRoundsAndSaturates) {
  const Quantiser quantiser({{-100, 1}, {0.26, 1}, {1, 1}}, {.bits = 8, .scale = 2});
  EXPECT_EQ(quantiser.integer(1), 2);
  EXPECT_EQ(quantiser.integer(0.26), 1);
  EXPECT_EQ(quantiser.integer(0.24), 0);
  EXPECT_EQ(quantiser.integer(-100), -127);
  EXPECT_EQ(quantiser.integer(1e300), 127);
}

TEST(Quantiser, OneCentroidOfBothSignsIsOneInteger) {
  const Quantiser quantiser({{-1, 1}, {1, 1}}, {.codebook_bits = 1});
  EXPECT_EQ(quantiser.integer(-1), quantiser.integer(1));
  EXPECT_NE(quantiser.integer(1), 0);
}

}  // namespace
}  // namespace sim::workload
