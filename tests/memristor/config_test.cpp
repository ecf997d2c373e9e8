// SPDX-License-Identifier: Apache-2.0
// Rules across parameters, and which ADC is lossless.
#include <gtest/gtest.h>

#include "tests/memristor/network_case.h"

namespace arch::memristor::test {
namespace {

using Problems = std::vector<std::pair<std::string, std::string>>;

TEST(MemristorConfig, ShippedConfigsHaveNoContradictions) {
  for (const char* name : {"isaac-ce", "puma-mvmu", "forms-4", "forms-8", "forms-16",
                           "admm-islped2019", "admm-aspdac2020"}) {
    EXPECT_EQ(shipped(name).contradictions(), Problems{}) << name;
  }
}

// 128 columns at 4 x 2.1 GS/s, and PUMA's stage of 128 ns.
TEST(MemristorConfig, TheCycleFollowsFromTheAdcs) {
  EXPECT_EQ(shipped("forms-8").cycle(), sim::Time{15'239});
  EXPECT_EQ(shipped("puma-mvmu").cycle(), sim::Time{128'000});
}

TEST(MemristorConfig, SaysWhatDoesNotFitTogether) {
  auto config = shipped("isaac-ce");
  config.design.columns = 7;
  config.design.encoding = Encoding::fragments;
  config.design.fragment_rows = 3;
  config.design.input.bits = 1;
  config.arrays = 17;
  config.stages = {};
  config.stages.write = 1;
  config.short_of_arrays = Short::reload;
  config.pulse_ns = 0;
  config.on_off_ratio = 0.5;
  config.devices.stuck_on = config.devices.stuck_off = 0.6;
  config.design.adc.bits = 16;
  config.design.adc.step = 1 << 15;
  EXPECT_EQ(config.contradictions(),
            (Problems{{"arrays/columns",
                       "a weight of 16 bits takes 8 cells of 2 bits, but an array has 7 columns"},
                      {"encoding/fragment_rows",
                       "128 rows of an array are no whole number of fragments of 3"},
                      {"inputs/bits", "a signed input needs 2 bits"},
                      {"input_register/bytes", "17 arrays of 128 rows take 2176 bytes of inputs"},
                      {"pipeline/fetch", "all stages together take less than 2 cycles"},
                      {"programming/pulse_ns", "arrays that are reloaded need a time for it"},
                      {"device/on_off_ratio", "must be 0 or above 1"},
                      {"device/stuck_on", "is more than 1 together with device/stuck_off"},
                      {"adc/step", "codes of this step and width go beyond 2^28"}}));
}

// ISAAC, section V: 128 rows of 2-bit cells need 9 bits, and 8 with flipped columns.
TEST(MemristorConfig, FlippedColumnsSaveABitOfTheAdc) {
  auto config = shipped("isaac-ce");
  EXPECT_TRUE(config.lossless());
  config.design.flip = false;
  EXPECT_FALSE(config.lossless());
  config.design.adc.bits = 9;
  EXPECT_TRUE(config.lossless());
  config.design.flip = true;
  config.design.adc.bits = 7;
  EXPECT_FALSE(config.lossless());
  config.design.adc = {9, 2, 0};
  EXPECT_FALSE(config.lossless());
  config.design.adc = {9, 1, 1};
  EXPECT_FALSE(config.lossless());
  config.design.adc = {9, 1, 0};
  config.ideal = false;
  EXPECT_FALSE(config.lossless());
}

TEST(MemristorConfig, FragmentsOf4And8And16RowsNeed4And5And6Bits) {
  auto config = shipped("isaac-ce");
  config.design.encoding = Encoding::fragments;
  for (const auto& [rows, bits] : {std::pair{4, 4}, {8, 5}, {16, 6}}) {
    config.design.fragment_rows = rows;
    config.design.adc.bits = bits;
    EXPECT_TRUE(config.lossless()) << rows;
    config.design.adc.bits = bits - 1;
    EXPECT_FALSE(config.lossless()) << rows;
  }
}

}  // namespace
}  // namespace arch::memristor::test
