// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/input_slices.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/base/errors.h"

namespace arch::memristor::test {
namespace {

InputFormat random_format() {
  const bool is_signed = *rc::gen::arbitrary<bool>();
  return {*rc::gen::inRange(is_signed ? 2 : 1, 32), is_signed, *rc::gen::inRange(1, 9)};
}

std::vector<std::int32_t> random_values(const InputFormat& format, int rows) {
  const std::int64_t low = format.is_signed ? -(std::int64_t{1} << (format.bits - 1)) : 0;
  std::vector<std::int32_t> values;
  for (int r = 0; r < rows; ++r) {
    const auto offset = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << format.bits);
    values.push_back(static_cast<std::int32_t>(low + offset));
  }
  return values;
}

RC_GTEST_PROP(MemristorInputSlices, AddUpToTheInputs, ()) {
  const auto format = random_format();
  const int rows = *rc::gen::inRange(1, 200);
  const auto values = random_values(format, rows);
  InputSlices inputs(format, rows);
  inputs.load(random_values(format, rows));  // leaves nothing behind
  inputs.load(values);
  for (int r = 0; r < rows; ++r) {
    std::int64_t value = 0;
    for (int s = 0; s < inputs.slices(); ++s) {
      const auto part = std::int64_t{inputs.digit(s, r)} << inputs.shift(s);
      value += inputs.is_negative(s) ? -part : part;
    }
    RC_ASSERT(value == values[static_cast<std::size_t>(r)]);
  }
}

RC_GTEST_PROP(MemristorInputSlices, HaveTheirDigitsInTheirPlanes, ()) {
  const auto format = random_format();
  const int rows = *rc::gen::inRange(1, 200);
  InputSlices inputs(format, rows);
  inputs.load(random_values(format, rows));
  const auto words = static_cast<std::size_t>(inputs.words());
  const int first = *rc::gen::inRange(0, rows), count = *rc::gen::inRange(0, rows - first + 1);
  for (int s = 0; s < inputs.slices(); ++s) {
    const auto planes = inputs.planes(s);
    RC_ASSERT(planes.size() == words * static_cast<std::size_t>(format.dac_bits));
    std::int64_t sum = 0;
    for (int r = 0; r < rows; ++r) {
      int digit = 0;
      for (int d = 0; d < format.dac_bits; ++d) {
        const auto word =
            planes[static_cast<std::size_t>(d) * words + static_cast<std::size_t>(r) / 64];
        digit |= static_cast<int>((word >> (r % 64)) & 1) << d;
      }
      RC_ASSERT(digit == inputs.digit(s, r));
      if (r >= first && r < first + count) sum += digit;
    }
    RC_ASSERT(inputs.digit_sum(s, {first, count}) == sum);
  }
}

RC_GTEST_PROP(MemristorInputSlices, HaveNoOneAboveTheEffectiveOnes, ()) {
  const auto format = random_format();
  const int rows = *rc::gen::inRange(1, 100);
  auto values = random_values(format, rows);
  const int drop = *rc::gen::inRange(0, format.bits);
  for (auto& value : values) value = value < 0 ? value : value >> drop;
  InputSlices inputs(format, rows);
  inputs.load(values);
  const int first = *rc::gen::inRange(0, rows), count = *rc::gen::inRange(0, rows - first + 1);
  int slices = 0;
  for (int s = 0; s < inputs.slices(); ++s) {
    for (int r = first; r < first + count; ++r) {
      if (inputs.digit(s, r) != 0) slices = s + 1;
    }
  }
  RC_ASSERT(inputs.effective_slices({first, count}) == slices);
}

TEST(MemristorInputSlices, EffectiveBitsAreThoseOfTheOr) {
  InputSlices inputs({8, true, 1}, 4);
  inputs.load(std::vector<std::int32_t>{0, 5, 8, -1});
  EXPECT_EQ(inputs.effective_bits({0, 0}), 0);
  EXPECT_EQ(inputs.effective_bits({0, 1}), 0);
  EXPECT_EQ(inputs.effective_bits({0, 2}), 3);
  EXPECT_EQ(inputs.effective_bits({1, 2}), 4);
  EXPECT_EQ(inputs.effective_bits({1, 3}), 8);
}

TEST(MemristorInputSlices, TheSignIsASliceOfItsOwn) {
  const InputFormat format{8, true, 3};  // bits 0 to 2, 3 to 5, 6, sign
  EXPECT_EQ(format.slices(), 4);
  InputSlices inputs(format, 1);
  EXPECT_EQ(inputs.shift(2), 6);
  EXPECT_EQ(inputs.shift(3), 7);
  EXPECT_FALSE(inputs.is_negative(2));
  EXPECT_TRUE(inputs.is_negative(3));
  EXPECT_EQ((InputFormat{16, true, 1}).slices(), 16);
  EXPECT_EQ((InputFormat{16, false, 3}).slices(), 6);
}

TEST(MemristorInputSlices, RefuseWhatDoesNotFit) {
  InputSlices bytes({8, false, 1}, 1), signed_bytes({8, true, 1}, 1);
  const auto load = [](InputSlices& inputs, std::vector<std::int32_t> values) {
    inputs.load(values);
  };
  EXPECT_NO_THROW(load(bytes, {255}));
  EXPECT_THROW(load(bytes, {256}), sim::Fault);
  EXPECT_THROW(load(bytes, {-1}), sim::Fault);
  EXPECT_NO_THROW(load(signed_bytes, {-128}));
  EXPECT_THROW(load(signed_bytes, {-129}), sim::Fault);
  EXPECT_THROW(load(signed_bytes, {128}), sim::Fault);
  EXPECT_THROW(load(bytes, {1, 2}), sim::Fault);
  EXPECT_THROW(InputSlices({0, false, 1}, 1), sim::Fault);
  EXPECT_THROW(InputSlices({32, false, 1}, 1), sim::Fault);
  EXPECT_THROW(InputSlices({1, true, 1}, 1), sim::Fault);
  EXPECT_THROW(InputSlices({8, false, 9}, 1), sim::Fault);
  EXPECT_THROW(InputSlices({8, false, 1}, 1025), sim::Fault);
}

}  // namespace
}  // namespace arch::memristor::test
