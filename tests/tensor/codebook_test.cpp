// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/codebook.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/tensor/matrices.h"

namespace sim::tensor {
namespace {

Csc row_of(const std::vector<std::int16_t>& values) { return Csc::encode(matrix_of({values})); }

TEST(Codebook, NumbersTheDistinctValuesInAscendingOrder) {
  const auto codebook = Codebook::of(row_of({7, -3, 0, 7, 1}), 4);
  ASSERT_TRUE(codebook);
  EXPECT_EQ(codebook->size(), 4u);
  EXPECT_EQ(codebook->value(1), -3);
  EXPECT_EQ(codebook->value(2), 1);
  EXPECT_EQ(codebook->value(3), 7);
  EXPECT_EQ(codebook->code(7), 3);
}

TEST(Codebook, KeepsCodeZeroForZero) {
  const auto codebook = Codebook::of(row_of({5}), 1);
  EXPECT_EQ(codebook->value(0), 0);
  EXPECT_EQ(codebook->code(0), 0);
}

TEST(Codebook, HasCodeZeroForAValueThatItDoesNotName) {
  EXPECT_EQ(Codebook::of(row_of({5}), 4)->code(6), 0);
}

TEST(Codebook, NamesAsManyValuesAsItsCodesAllow) {
  EXPECT_TRUE(Codebook::of(row_of({1, 2, 3}), 2));
  EXPECT_FALSE(Codebook::of(row_of({1, 2, 3, 4}), 2));
}

TEST(Codebook, NamesTheExtremeValues) {
  const auto codebook = Codebook::of(row_of({32767, -32768}), 8);
  EXPECT_EQ(codebook->value(codebook->code(-32768)), -32768);
  EXPECT_EQ(codebook->value(codebook->code(32767)), 32767);
}

TEST(Codebook, RefusesValuesThatStandTwiceOrAreZero) {
  EXPECT_THROW(Codebook({1, 1}, 4), Fault);
  EXPECT_THROW(Codebook({0}, 4), Fault);
  EXPECT_THROW(Codebook({1, 2}, 1), Fault);
}

TEST(Codebook, HasCodesOfOneToEightBits) {
  EXPECT_THROW(Codebook({1}, 0), Fault);
  EXPECT_THROW(Codebook({1}, 9), Fault);
  std::vector<std::int16_t> most(255);
  for (int i = 0; i < 255; ++i) most[i] = static_cast<std::int16_t>(i - 300);
  EXPECT_EQ(Codebook(most, 8).code(-46), 255);
}

RC_GTEST_PROP(Codebook, GivesEveryValueOfItsMatrixBack, ()) {
  const auto csc = Csc::encode(*any_matrix(16, 16, 255));
  const auto codebook = *Codebook::of(csc, 8);
  for (const auto value : csc.value) RC_ASSERT(codebook.value(codebook.code(value)) == value);
  RC_ASSERT(codebook.size() == distinct_values(csc).size() + 1);
}

}  // namespace
}  // namespace sim::tensor
