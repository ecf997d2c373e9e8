// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/spm.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>

#include "tests/tensor/matrices.h"

namespace sim::tensor {
namespace {

using Masks = std::vector<std::uint16_t>;
using Values = std::vector<std::int16_t>;

TEST(Spm, NamesPatternsByHowOftenTheyOccur) {
  const auto spm = Spm::encode(matrix_of({{1, 0, 2, 0, 3, 4}, {0, 5, 6, 0, 7, 8}}), 3);
  EXPECT_EQ(spm.weights_per_kernel, 2);
  EXPECT_EQ(spm.patterns, (Masks{0b110, 0b101}));
  EXPECT_EQ(spm.code, (Masks{1, 0, 0, 0}));
  EXPECT_EQ(spm.value, (Values{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(Spm, KernelsWithFewerWeightsTakeZerosOnAPatternThatCoversThem) {
  const auto spm = Spm::encode(matrix_of({{1, 0, 2, 0, 0, 3, 0, 0, 0}}), 3);
  EXPECT_EQ(spm.patterns, (Masks{0b101}));
  EXPECT_EQ(spm.code, (Masks{0, 0, 0}));
  EXPECT_EQ(spm.value, (Values{1, 2, 0, 3, 0, 0}));
  EXPECT_EQ(spm.code_bits(), 0);
}

TEST(Spm, KernelsThatNoPatternCoversShareANewOne) {
  const auto spm = Spm::encode(
      matrix_of({{1, 1, 0, 0, 0, /**/ 0, 0, 2, 0, 0, /**/ 0, 0, 0, 3, 0, /**/ 0, 0, 0, 0, 4}}), 5);
  EXPECT_EQ(spm.weights_per_kernel, 2);
  // Positions 2 and 3 join; 4 is alone, and takes the lowest free position.
  EXPECT_EQ(spm.patterns, (Masks{0b00011, 0b01100, 0b10001}));
  EXPECT_EQ(spm.value, (Values{1, 1, 2, 0, 0, 3, 0, 4}));
}

TEST(Spm, AMatrixOfZerosKeepsNothing) {
  const auto spm = Spm::encode(Matrix({2, 9}), 9);
  EXPECT_EQ(spm.weights_per_kernel, 0);
  EXPECT_EQ(spm.patterns, (Masks{0}));
  EXPECT_EQ(spm.bits(), (FormatBits{0, 0, 9}));
}

TEST(Spm, BitsAreThoseOfTheFormula) {
  // 4 filters x 8 channels, one weight each, at 5 different places: codes of 3 bits.
  Matrix matrix({4, 72});
  for (std::size_t kernel = 0; kernel < 32; ++kernel) {
    matrix(kernel / 8, kernel % 8 * 9 + kernel % 5) = 1;
  }
  const auto spm = Spm::encode(matrix, 9);
  EXPECT_EQ(spm.bits(8), (FormatBits{32 * 8, 32 * 3, 5 * 9}));
  EXPECT_EQ(spm.bits(), (FormatBits{32 * 16, 32 * 3, 5 * 9}));
}

TEST(Spm, LeavesFurtherColumnsOut) {
  const auto csc = Csc::encode(matrix_of({{1, 0, 0, 2, 7}, {0, 3, 4, 0, 8}}));
  EXPECT_EQ(Spm::encode(csc, 2, 4).decode(), matrix_of({{1, 0, 0, 2}, {0, 3, 4, 0}}));
}

TEST(Spm, RefusesKernelsWiderThanAMask) {
  EXPECT_THROW(Spm::encode(Matrix({1, 17}), 17), Fault);
  EXPECT_THROW(Spm::encode(Matrix({1, 17}), 0), Fault);
  EXPECT_EQ(Spm::encode(Matrix({1, 17}, 1), 16).patterns, (Masks{0xFFFF}));
}

RC_GTEST_PROP(Spm, EveryPatternHasNPositionsAndIsUsed, ()) {
  const auto spm = Spm::encode(*any_matrix(12, 36, 255), *rc::gen::inRange(1, 10));
  std::vector<int> used(spm.patterns.size(), 0);
  for (const auto code : spm.code) ++used.at(code);
  for (std::size_t p = 0; p < spm.patterns.size(); ++p) {
    RC_ASSERT(std::popcount(spm.patterns[p]) == spm.weights_per_kernel);
    RC_ASSERT(used[p] > 0);
    RC_ASSERT(std::count(spm.patterns.begin(), spm.patterns.end(), spm.patterns[p]) == 1);
  }
  RC_ASSERT(spm.value.size() == spm.code.size() * std::size_t(spm.weights_per_kernel));
}

}  // namespace
}  // namespace sim::tensor
