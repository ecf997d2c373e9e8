// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>

#include "arch/memristor/parts/differential_encoding.h"
#include "arch/memristor/parts/fragment_encoding.h"
#include "arch/memristor/parts/offset_encoding.h"
#include "sim/base/errors.h"

namespace arch::memristor::test {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Masks = std::vector<std::int64_t>;

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const sim::UserError& error) {
    return error.problems().front().text;
  }
  return "no error";
}

TEST(MemristorOffsetEncoding, StoresWeightsAboveTheBiasAndAUnitColumn) {
  const auto array = encode_offset(Weights({2, 1}, {-8, 5}), {4, 2}, false, Unit::column);
  EXPECT_EQ(array.levels.values(), (Bytes{0, 0, 1, 1, 3, 1}));  // 0 = 00b; 13 = 11b 01b
  EXPECT_EQ(array.unit_factors, (Masks{-8}));
  EXPECT_EQ(array.outputs(), 1);
}

TEST(MemristorOffsetEncoding, FlipsAColumnWhoseLevelsExceedHalf) {
  // Stored 13 and 8: low slices 1, 0 (1 of 6), high slices 3, 2 (5 of 6).
  const auto array = encode_offset(Weights({2, 1}, {5, 0}), {4, 2}, true, Unit::counter);
  EXPECT_EQ(array.levels.values(), (Bytes{1, 0, 0, 1}));
  EXPECT_EQ(array.sign_masks.values(), (Masks{0, -1}));
  EXPECT_EQ(array.unit_factors, (Masks{-8 + 3 * 4}));
}

TEST(MemristorOffsetEncoding, LeavesAColumnOfExactlyHalf) {
  const auto array = encode_offset(Weights({2, 1}, {-2, 1}), {2, 2}, true, Unit::counter);
  EXPECT_EQ(array.levels.values(), (Bytes{0, 3}));
  EXPECT_EQ(array.sign_masks.values(), (Masks{0}));
}

TEST(MemristorOffsetEncoding, SaysWhichWeightsDoNotFit) {
  EXPECT_EQ(message_of([] {
              encode_offset(Weights({2, 2}, {7, -8, 8, -9}), {4, 2}, true, Unit::column);
            }),
            "2 of 4 weights are outside the two's complement of 4 bits, -8 to 7; the first is 8 "
            "(input 1, output 0)");
  EXPECT_THROW(encode_offset(Weights({1, 1}), {4, 2}, true, Unit::none), sim::Fault);
}

TEST(MemristorFragmentEncoding, StoresMagnitudesAndASignPerFragmentAndOutput) {
  const Weights weights({3, 2}, {-6, 0, 0, 3, 1, -2});
  const auto array = encode_fragments(weights, {4, 2}, 2);
  EXPECT_EQ(array.levels.values(), (Bytes{2, 1, 0, 0, 0, 0, 3, 0, 1, 0, 2, 0}));
  EXPECT_EQ(array.sign_masks.values(), (Masks{-1, -1, 0, 0, 0, 0, -1, -1}));
  EXPECT_EQ(array.groups(), 2);
  EXPECT_EQ(array.group(1).first, 2);
  EXPECT_EQ(array.group(1).count, 1);
}

TEST(MemristorFragmentEncoding, SaysWhichFragmentsHaveBothSigns) {
  const Weights weights({4, 2}, {1, 1, 1, -1, -1, 1, 1, -1});
  EXPECT_EQ(message_of([&] {
              encode_fragments(weights, {4, 2}, 2);
            }),
            "3 of 4 fragments have weights of both signs; the first is inputs 0 to 1 of output 1");
  EXPECT_EQ(message_of([] {
              encode_fragments(Weights({1, 1}, -16), {4, 2}, 1);
            }),
            "1 of 1 weights are outside magnitudes of 4 bits, -15 to 15; the first is -16 (input "
            "0, output 0)");
  EXPECT_THROW(encode_fragments(Weights({1, 1}), {4, 2}, 0), sim::Fault);
}

TEST(MemristorDifferentialEncoding, StoresSignsInArraysOfTheirOwn) {
  const auto [positive, negative] = encode_differential(Weights({2, 1}, {-6, 9}), {4, 2});
  EXPECT_EQ(positive.levels.values(), (Bytes{0, 0, 1, 2}));
  EXPECT_EQ(negative.levels.values(), (Bytes{2, 1, 0, 0}));
  EXPECT_EQ(positive.sign_masks.values(), (Masks{0, 0}));
  EXPECT_EQ(negative.sign_masks.values(), (Masks{-1, -1}));
  EXPECT_EQ(message_of([] {
              encode_differential(Weights({1, 2}, {15, 16}), {4, 2});
            }),
            "1 of 2 weights are outside magnitudes of 4 bits, -15 to 15; the first is 16 (input "
            "0, output 1)");
}

}  // namespace
}  // namespace arch::memristor::test
