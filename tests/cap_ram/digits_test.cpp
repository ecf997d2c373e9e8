// SPDX-License-Identifier: Apache-2.0
// Digits of weights and of inputs: they add up to what they stand for, or are refused.
#include <gtest/gtest.h>

#include "arch/cap_ram/parts/input_passes.h"
#include "arch/cap_ram/parts/weight_digits.h"
#include "tests/cap_ram/layer_case.h"

namespace arch::cap_ram::test {
namespace {

using Values = std::vector<std::int16_t>;

std::int64_t composed(const WeightDigits& digits, int weight) {
  std::int64_t sum = 0;
  for (int d = 0; d < digits.count(); ++d) sum += digits.factor(d) * digits.digit(weight, d);
  return sum;
}

TEST(CapRamWeightDigits, AddUpToEveryWeight) {
  const auto ok = rc::check([] {
    auto config = jssc2021();
    config.encoding = *rc::gen::element(Encoding::binary, Encoding::unipolar, Encoding::ternary,
                                        Encoding::two_s_complement);
    config.most_digits = 15;
    config.digit_bits = 12;
    Values weights;
    const int count = *rc::gen::inRange(1, 20);
    const int low = *rc::gen::element(-2000, -1, 0), high = *rc::gen::element(1, 2, 2000);
    for (int i = 0; i < count; ++i) {
      const int weight = *rc::gen::inRange(low, high);
      weights.push_back(
          static_cast<std::int16_t>(config.encoding == Encoding::binary ? weight | 1 : weight));
    }
    RC_ASSERT(WeightDigits::check(config, weights).empty());
    const WeightDigits digits(config.encoding, weights);
    for (const int weight : weights) {
      RC_ASSERT(composed(digits, weight) == weight);
      for (int d = 0; d < digits.count(); ++d) {
        const int digit = digits.digit(weight, d);
        RC_ASSERT(config.encoding == Encoding::two_s_complement || std::abs(digit) <= 1);
        RC_ASSERT(config.encoding != Encoding::binary || digit != 0);
        RC_ASSERT(config.encoding != Encoding::unipolar || digit >= 0);
      }
    }
  });
  EXPECT_TRUE(ok);
}

int count_of(Encoding encoding, const Values& weights) {
  return WeightDigits(encoding, weights).count();
}

TEST(CapRamWeightDigits, AreAsFewAsTheLargestWeightNeeds) {
  EXPECT_EQ(count_of(Encoding::binary, {1, -1}), 1);
  EXPECT_EQ(count_of(Encoding::binary, {1, -3}), 2);
  EXPECT_EQ(count_of(Encoding::binary, {7}), 3);
  EXPECT_EQ(count_of(Encoding::ternary, {0, 1, -1}), 1);
  EXPECT_EQ(count_of(Encoding::ternary, {0}), 1);
  EXPECT_EQ(count_of(Encoding::ternary, {2, -1}), 2);
  EXPECT_EQ(count_of(Encoding::ternary, {4}), 3);
  EXPECT_EQ(count_of(Encoding::unipolar, {0, 1}), 1);
  EXPECT_EQ(count_of(Encoding::unipolar, {0, 3}), 2);
  EXPECT_EQ(count_of(Encoding::unipolar, {-1, 0}), 1);
  EXPECT_EQ(count_of(Encoding::unipolar, {-1, 1}), 2);
  EXPECT_EQ(count_of(Encoding::unipolar, {-2, 1}), 2);
  EXPECT_EQ(count_of(Encoding::unipolar, {-3, 1}), 3);
  EXPECT_EQ(count_of(Encoding::two_s_complement, {-8, 7}), 1);
}

TEST(CapRamWeightDigits, SayWhichWeightsDoNotFit) {
  auto config = jssc2021();
  EXPECT_EQ(WeightDigits::check(config, Values{7, -7}), "");
  EXPECT_EQ(WeightDigits::check(config, Values{9, -1}),
            "weights from -1 to 9 need 4 digits, there are 3 (digit/most)");
  EXPECT_EQ(WeightDigits::check(config, Values{3, 2}),
            "a weight is 2: digits of -1 and +1 make odd numbers only (digit/encoding)");
  config.encoding = Encoding::two_s_complement;
  config.digit_bits = 4;
  EXPECT_EQ(WeightDigits::check(config, Values{7, -8}), "");
  EXPECT_EQ(WeightDigits::check(config, Values{8, -8}),
            "weights from -8 to 8 do not fit 4 bits in two's complement (digit/bits)");
}

TEST(CapRamInputPasses, AddUpToEveryInput) {
  const auto ok = rc::check([] {
    const int bits = *rc::gen::inRange(1, 9);
    Values inputs;
    const int count = *rc::gen::inRange(1, 20);
    const int low = *rc::gen::element(-3000, 0);
    for (int i = 0; i < count; ++i) {
      inputs.push_back(static_cast<std::int16_t>(*rc::gen::inRange(low, 3000)));
    }
    const int largest = (1 << bits) - 1;
    for (const int input : inputs) {
      std::int64_t sum = 0;
      for (const auto& pass : input_passes(bits, inputs)) {
        const int level = pass.level(input, largest);
        RC_ASSERT(level >= 0 && level <= largest);
        sum += pass.factor() * level;
      }
      RC_ASSERT(sum == input);
    }
  });
  EXPECT_TRUE(ok);
}

TEST(CapRamInputPasses, AreOneForEveryDigitAndTwiceAsManyWithNegativeInputs) {
  EXPECT_EQ(input_passes(3, Values{0, 7}).size(), 1u);
  EXPECT_EQ(input_passes(3, Values{0, 8}).size(), 2u);
  EXPECT_EQ(input_passes(3, Values{0}).size(), 1u);
  EXPECT_EQ(input_passes(1, Values{15}).size(), 4u);
  EXPECT_EQ(input_passes(3, Values{-1, 7}).size(), 2u);
  EXPECT_EQ(input_passes(3, Values{-9, 7}).size(), 4u);
}

TEST(CapRamInputPasses, SayWhichInputsTheDriversCannotBring) {
  auto config = jssc2021();
  EXPECT_EQ(check_inputs(config, Values{0, 7}), "");
  EXPECT_EQ(check_inputs(config, Values{0, 8}),
            "inputs up to 8 need 2 digits of 3 bits, there is 1 (inputs/most_digits)");
  config.most_input_digits = 2;
  EXPECT_EQ(check_inputs(config, Values{0, 8}), "");
  EXPECT_EQ(check_inputs(config, Values{-5, 8}),
            "an input is -5: the drivers bring levels from 0 to 7 (inputs/negative)");
  config.negative_inputs = true;
  EXPECT_EQ(check_inputs(config, Values{-5, 8}), "");
  EXPECT_EQ(check_inputs(config, Values{-64, 8}),
            "inputs up to 64 need 3 digits of 3 bits, there are 2 (inputs/most_digits)");
}

}  // namespace
}  // namespace arch::cap_ram::test
