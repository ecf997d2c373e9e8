// SPDX-License-Identifier: Apache-2.0
// Are the values right: sensing, bit planes, products.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

#include "arch/sot_mram/parts/plane_product.h"
#include "arch/sot_mram/parts/sense_amplifier.h"

namespace arch::sot_mram {
namespace {

using sim::workload::Vectors;

TEST(SenseAmplifier, TellsAndOrAndXorFromTheResistanceOfTwoCells) {
  const SenseAmplifier amplifier(3000, 6000);
  EXPECT_EQ(amplifier.or_reference_ohm(), 1750);
  EXPECT_EQ(amplifier.and_reference_ohm(), 2500);
  EXPECT_EQ(amplifier.least_margin_ohm(), 250);
  for (const auto sensing : {Sensing::logic_and, Sensing::logic_or, Sensing::logic_xor}) {
    for (const bool a : {false, true}) {
      for (const bool b : {false, true}) {
        EXPECT_EQ(amplifier.sense(sensing, a, b), (sense(sensing, a, b) & 1) != 0);
      }
    }
  }
  EXPECT_EQ(sense(Sensing::logic_and, 0b1100, 0b1010), 0b1000u);
  EXPECT_EQ(sense(Sensing::logic_or, 0b1100, 0b1010), 0b1110u);
  EXPECT_EQ(sense(Sensing::logic_xor, 0b1100, 0b1010), 0b0110u);
}

Encoding any_encoding() {
  return *rc::gen::element(Encoding::unsigned_integer, Encoding::twos_complement, Encoding::affine,
                           Encoding::sign_magnitude);
}

RC_GTEST_PROP(PlaneCode, PlanesAddUpToTheValue, ()) {
  const int bits = *rc::gen::inRange(1, 17), end = 1 << bits;
  const PlaneCode code(any_encoding(), bits);
  std::vector<int> held;
  for (int value = -end; value <= end; ++value) {
    if (code.holds(value)) held.push_back(value);
  }
  const int value = *rc::gen::elementOf(held);
  auto sum = code.offset();
  for (int p = 0; p < code.planes(); ++p) {
    sum += code.coefficient(p) * (code.pattern(value) >> p & 1);
  }
  RC_ASSERT(sum == value);
  RC_ASSERT(code.planes() == 32 || code.pattern(value) >> code.planes() == 0u);
}

TEST(PlaneCode, HoldsItsRange) {
  const auto held = [](Encoding encoding) {
    const PlaneCode code(encoding, 2);
    std::vector<int> values;
    for (int value = -9; value <= 9; ++value) {
      if (code.holds(value)) values.push_back(value);
    }
    return std::pair(code.range(), values);
  };
  using Held = std::pair<std::string, std::vector<int>>;
  EXPECT_EQ(held(Encoding::unsigned_integer), Held("0 to 3", {0, 1, 2, 3}));
  EXPECT_EQ(held(Encoding::twos_complement), Held("-2 to 1", {-2, -1, 0, 1}));
  EXPECT_EQ(held(Encoding::affine), Held("the odd numbers from -3 to 3", {-3, -1, 1, 3}));
  EXPECT_EQ(held(Encoding::sign_magnitude), Held("-3 to 3", {-3, -2, -1, 0, 1, 2, 3}));
}

TEST(PlaneCode, OnlyTwosComplementStoresTheSignBitThatAWorkloadStates) {
  EXPECT_EQ(PlaneCode::of_signed_width(Encoding::unsigned_integer, 4).planes(), 3);
  EXPECT_EQ(PlaneCode::of_signed_width(Encoding::twos_complement, 4).planes(), 4);
  EXPECT_EQ(PlaneCode::of_signed_width(Encoding::affine, 4).planes(), 3);
  EXPECT_EQ(PlaneCode::of_signed_width(Encoding::sign_magnitude, 4).planes(), 6);
}

// popcounts of the four pairs of planes: 2, 1, 1, 1.
TEST(PlaneProduct, MultipliesThreePairsOfTwoBits) {
  const PlaneCode code(Encoding::unsigned_integer, 2);
  const OperandPlanes weights(code, {3, {1, 3, 2}}, 8, Layout::lanes);
  const OperandPlanes inputs(code, {3, {3, 1, 2}}, 8, Layout::rows);
  std::int64_t sum = 100;
  add_products(weights, 0, 1, inputs, 0, 0, &sum);
  EXPECT_EQ(sum, 110);
}

Vectors any_items(const PlaneCode& code, std::size_t terms, std::mt19937& random) {
  Vectors items{terms, {}};
  const auto wanted = *rc::gen::inRange<std::size_t>(1, 20) * terms;
  while (items.values.size() < wanted) {
    const auto value = static_cast<int>(random() % 64) - 32;
    if (code.holds(value)) items.values.push_back(static_cast<std::int16_t>(value));
  }
  return items;
}

RC_GTEST_PROP(PlaneProduct, EqualsThePlainProductsOfEverySegment, ()) {
  const PlaneCode a(any_encoding(), *rc::gen::inRange(1, 6));
  const PlaneCode b(any_encoding(), *rc::gen::inRange(1, 6));
  const auto terms = *rc::gen::inRange<std::size_t>(1, 1500);
  const int columns = *rc::gen::element(8, 63, 64, 65, 200, 512, 800);
  std::mt19937 random(*rc::gen::inRange(0u, 1u << 20));
  const auto stay = any_items(a, terms, random), move = any_items(b, terms, random);
  const OperandPlanes resident(a, stay, columns, Layout::lanes);
  const OperandPlanes written(b, move, columns, Layout::rows);
  const auto first = *rc::gen::inRange<std::size_t>(0, stay.count());
  const auto item = *rc::gen::inRange<std::size_t>(0, move.count());
  const auto length = static_cast<std::size_t>(columns);
  for (std::size_t s = 0; s * length < terms; ++s) {
    std::vector<std::int64_t> sums(stay.count() - first, 7);
    add_products(resident, first, sums.size(), written, item, s, sums.data());
    for (std::size_t i = 0; i < sums.size(); ++i) {
      std::int64_t expected = 7;
      for (auto t = s * length; t < std::min(terms, (s + 1) * length); ++t) {
        expected += (stay.vector(first + i)[t] - a.offset()) * (move.vector(item)[t] - b.offset());
      }
      RC_ASSERT(sums[i] == expected);
    }
  }
}

RC_GTEST_PROP(OperandPlanes, KnowTheirSumsAndRowsOfZeros, ()) {
  const PlaneCode code(any_encoding(), *rc::gen::inRange(1, 6));
  const auto terms = *rc::gen::inRange<std::size_t>(1, 300);
  const int columns = *rc::gen::element(8, 64, 100);
  const auto layout = *rc::gen::element(Layout::rows, Layout::lanes);
  std::mt19937 random(*rc::gen::inRange(0u, 1u << 20));
  auto items = any_items(code, terms, random);
  if (code.holds(0) && *rc::gen::arbitrary<bool>()) {
    for (auto& value : items.values) value = random() % 40 == 0 ? value : std::int16_t{0};
  }
  const OperandPlanes planes(code, items, columns, layout);
  const auto length = static_cast<std::size_t>(columns);
  for (std::size_t i = 0; i < items.count(); ++i) {
    for (std::size_t s = 0; s * length < terms; ++s) {
      std::int64_t sum = 0;
      std::uint32_t any = 0;
      for (auto t = s * length; t < std::min(terms, (s + 1) * length); ++t) {
        sum += items.vector(i)[t] - code.offset();
        any |= code.pattern(items.vector(i)[t]);
      }
      RC_ASSERT(planes.sum(s, i) == sum);
      RC_ASSERT(planes.rows_with_ones(s, i) == std::popcount(any));
    }
  }
}

}  // namespace
}  // namespace arch::sot_mram
