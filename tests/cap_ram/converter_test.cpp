// SPDX-License-Identifier: Apache-2.0
// The converter's procedure against its closed form, for every input of its range.
#include "arch/cap_ram/parts/converter.h"

#include <gtest/gtest.h>

#include <cmath>

#include "arch/cap_ram/parts/conversion_slots.h"
#include "tests/cap_ram/layer_case.h"

namespace arch::cap_ram::test {
namespace {

// 64 packets are 1,792 products of 1 and 1: a packet is 28.
TEST(CapRamConverter, GivesTheCodesOfThePublishedProcedure) {
  const Converter converter(jssc2021());
  const std::vector<std::pair<double, int>> table = {
      {-70, 0},   {-64, 0}, {-1, 63},  {-0.01, 63},  {0, 64},
      {0.99, 64}, {1, 65},  {63, 127}, {63.99, 127}, {90, 127}};
  for (const auto& [packets, code] : table) {
    EXPECT_EQ(converter.code_of_packets(packets), code) << packets;
  }
  EXPECT_EQ(converter.code(-28), 63);
  EXPECT_EQ(converter.code(-1), 63);
  EXPECT_EQ(converter.code(0), 64);
  EXPECT_EQ(converter.code(27), 64);
  EXPECT_EQ(converter.code(28), 65);
  EXPECT_EQ(converter.code(1792), 127);
}

TEST(CapRamConverter, EqualsTheClosedFormForEverySumOfItsRange) {
  const auto config = jssc2021();
  const Converter converter(config);
  for (int sum = -2000; sum <= 2000; ++sum) {
    const int floor = static_cast<int>(std::floor(sum / 28.0));
    const int code = std::min(127, std::max(0, floor + 64));
    ASSERT_EQ(converter.code(sum), code) << sum;
    ASSERT_EQ(converter.clips(sum), floor < -64 || floor > 63) << sum;
    ASSERT_EQ(converter.value(code), (2 * code - 127) * 8) << code;
  }
}

TEST(CapRamConverter, ScaleIsTheNumberOfProductsInAPacket) {
  const auto scale = Scale::of(jssc2021());
  // (D - 63.5) x 28, in sixteenths of a packet.
  EXPECT_EQ(scale.apply(8), 14);
  EXPECT_EQ(scale.apply(-8), -14);
  EXPECT_EQ(scale.apply((2 * 127 - 127) * 8), 1778);
  EXPECT_EQ(Scale{}.apply(-5), -5);
}

// The real-valued line of a slice without errors takes the same way.
TEST(CapRamConverter, WholeNumbersAndRealChargesGiveTheSameCodes) {
  const auto ok = rc::check([] {
    auto config = jssc2021();
    config.encoding = *rc::gen::element(Encoding::binary, Encoding::unipolar);
    config.conversion_bits = *rc::gen::inRange(1, 12);
    config.step = *rc::gen::element(Step::mid_rise, Step::mid_tread);
    config.gain = *rc::gen::element(0.25, 1.0, 1.75, 7.0);
    config.circuits = *rc::gen::element(4, 32, 256);
    const Converter converter(config);
    const auto limit = static_cast<int>(config.largest_sum());
    for (int sum = -limit; sum <= limit; sum += 1 + limit / 300) {
      // Charges that are whole numbers of halves are exact in both.
      RC_ASSERT(std::abs(converter.code(sum) - converter.code_of_packets(converter.packets(sum))) <=
                (std::fmod(2 * converter.packets(sum), 1.0) == 0 ? 0 : 1));
      RC_ASSERT(converter.clips(sum) == converter.clips_packets(converter.packets(sum)));
    }
  });
  EXPECT_TRUE(ok);
}

TEST(CapRamConverter, DigitsThatAreNeverNegativeHaveTheWholeRange) {
  auto config = jssc2021();
  config.encoding = Encoding::unipolar;
  const Converter converter(config);
  EXPECT_EQ(converter.code(-1), 0);
  EXPECT_EQ(converter.code(0), 0);
  EXPECT_EQ(converter.code(13), 0);
  EXPECT_EQ(converter.code(14), 1);
  EXPECT_EQ(converter.code(1791), 127);
  EXPECT_EQ(converter.value(0), 8);
  EXPECT_EQ(Scale::of(config).apply(converter.value(127)), 1785);
}

TEST(CapRamConverter, StepsAroundZeroHaveACodeForZero) {
  auto config = jssc2021();
  config.step = Step::mid_tread;
  const Converter converter(config);
  EXPECT_EQ(converter.code(-15), 63);
  EXPECT_EQ(converter.code(-14), 64);
  EXPECT_EQ(converter.code(13), 64);
  EXPECT_EQ(converter.code(14), 65);
  EXPECT_EQ(converter.value(64), 0);
  EXPECT_EQ(converter.code(-1792), 0);
  EXPECT_EQ(converter.value(0), -64 * 16);
}

TEST(CapRamConverter, GainLetsLargeSumsClip) {
  auto config = jssc2021();
  config.gain = 4;
  EXPECT_EQ(config.full_scale(), 448);
  const Converter converter(config);
  EXPECT_FALSE(converter.clips(447));
  EXPECT_TRUE(converter.clips(448));
  EXPECT_FALSE(converter.clips(-448));
  EXPECT_TRUE(converter.clips(-449));
  EXPECT_EQ(converter.code(7), 65);
}

TEST(CapRamConversionSlots, AreComparisonsAndRemovals) {
  auto config = jssc2021();
  const auto slots = [&](int bits, int packets) {
    config.conversion_bits = bits;
    config.packets = packets;
    return conversion_slots(config);
  };
  EXPECT_EQ(slots(7, 16), 7 + 2 + 1 + 1 + 1 + 1 + 1);
  EXPECT_EQ(slots(7, 64), 13);
  EXPECT_EQ(slots(8, 16), 8 + 4 + 2 + 5);
  EXPECT_EQ(slots(2, 16), 3);
  EXPECT_EQ(slots(1, 16), 1);
  config.conversion = Conversion::sar;
  EXPECT_EQ(slots(7, 16), 7);
  config.conversion = Conversion::flash;
  EXPECT_EQ(slots(7, 16), 1);
}

// Colonnade (JSSC 2021): as many adders as a weight has bits, 7 for 128 inputs, 8 rows to the next
// register, and the register.
TEST(CapRamConversionSlots, OfAChainAreItsLongestWay) {
  auto config = jssc2021();
  config.conversion = Conversion::digital;
  config.circuits = 128;
  config.chain_slots = 10;
  EXPECT_EQ(conversion_slots(config), 1 + 7 + 10);
  config.digit_bits = 16;
  EXPECT_EQ(conversion_slots(config), 16 + 7 + 10);
  config.circuits = 129;
  EXPECT_EQ(conversion_slots(config), 16 + 8 + 10);
}

}  // namespace
}  // namespace arch::cap_ram::test
