// SPDX-License-Identifier: Apache-2.0
// Errors of real slices, and what calibration leaves of them.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "arch/cap_ram/parts/converter_errors.h"
#include "tests/cap_ram/layer_case.h"

namespace arch::cap_ram::test {
namespace {

// The largest deviation of what a slice's codes are taken for, away from the ends, in packets.
double worst(const Config& config) {
  const Converter converter(config);
  const ConverterErrors errors(config, converter, 0);
  double worst = 0;
  for (int slice = 0; slice < config.slices; ++slice) {
    for (double packets = -50; packets <= 50; packets += 0.37) {
      const int code = errors.code(slice, packets, 0);
      const double value = std::ldexp(errors.value(slice, code), -config.fraction_bits);
      worst = std::max(worst, std::abs(value - packets));
    }
  }
  return worst;
}

TEST(CapRamErrors, WithoutErrorsOnlyTheStepIsLost) {
  auto config = jssc2021();
  EXPECT_LE(worst(config), 0.5 + 1e-9);
  config.calibration = Calibration::two_step;
  EXPECT_LE(worst(config), 0.6);
}

TEST(CapRamErrors, ALineTakesOutGainAndOffset) {
  auto config = jssc2021();
  config.gain_sigma = 0.05;
  config.offset_sigma_lsb = 2;
  EXPECT_GT(worst(config), 3);
  config.calibration = Calibration::linear;
  config.calibration_samples = 1024;
  EXPECT_LT(worst(config), 1.2);
}

TEST(CapRamErrors, TheMeanCurveTakesOutWhatAllConvertersShare) {
  auto config = jssc2021();
  config.curve_lsb = 4;
  config.gain_sigma = 0.01;
  config.calibration_samples = 1024;
  EXPECT_GT(worst(config), 3);
  config.calibration = Calibration::linear;
  const double line = worst(config);
  EXPECT_GT(line, 1.5);
  config.calibration = Calibration::two_step;
  EXPECT_LT(worst(config), 1.0);
}

// Two samples of two codes, far apart: the line through them would leave the range by far.
TEST(CapRamErrors, CorrectionsStayNearTheRange) {
  auto config = jssc2021();
  config.calibration = Calibration::linear;
  config.calibration_samples = 2;
  config.noise_lsb = 40;
  for (config.seed = 0; config.seed < 50; ++config.seed) {
    const Converter converter(config);
    const ConverterErrors errors(config, converter, 0);
    for (int slice = 0; slice < config.slices; ++slice) {
      for (int code = 0; code < 128; ++code) {
        ASSERT_LE(std::abs(errors.value(slice, code)), 4 * 64 << config.fraction_bits);
      }
    }
  }
}

TEST(CapRamErrors, NoiseOfTheStatedSizeReachesTheCodes) {
  auto config = jssc2021();
  config.noise_lsb = 3;
  const Converter converter(config);
  const ConverterErrors errors(config, converter, 0);
  EXPECT_EQ(errors.code(0, 10.5, 0), 74);
  EXPECT_EQ(errors.code(0, 10.5, 1), 77);
  EXPECT_EQ(errors.code(0, 10.5, -2), 68);
}

TEST(CapRamErrors, NoiseIsNormalAndDependsOnSeedAndPlaceAlone) {
  double sum = 0, squares = 0;
  constexpr int n = 20000;
  for (std::uint64_t i = 0; i < n; ++i) {
    const double noise = conversion_noise(7, i);
    sum += noise;
    squares += noise * noise;
  }
  EXPECT_NEAR(sum / n, 0, 0.03);
  EXPECT_NEAR(squares / n, 1, 0.05);
  EXPECT_EQ(conversion_noise(7, 5), conversion_noise(7, 5));
  EXPECT_NE(conversion_noise(7, 5), conversion_noise(7, 6));
  EXPECT_NE(conversion_noise(7, 5), conversion_noise(8, 5));
}

TEST(CapRamErrors, SharesOfASliceHaveTheMeanOne) {
  auto config = jssc2021();
  config.capacitor_sigma = 0.1;
  const auto shares = capacitor_shares(config, 0, 3);
  ASSERT_EQ(shares.size(), 256u);
  EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 256, 1e-9);
  double squares = 0;
  for (const double share : shares) squares += (share - 1) * (share - 1);
  EXPECT_NEAR(std::sqrt(squares / 256), 0.1, 0.02);
  EXPECT_NE(capacitor_shares(config, 0, 4), shares);
  EXPECT_NE(capacitor_shares(config, 1, 3), shares);
}

}  // namespace
}  // namespace arch::cap_ram::test
