// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/device_crossbar.h"

#include <gtest/gtest.h>

#include <cmath>

#include "arch/memristor/parts/crossbar_matrix.h"
#include "sim/base/errors.h"
#include "sim/base/philox.h"
#include "sim/reference/output_error.h"

namespace arch::memristor::test {
namespace {

// All inputs 1.
InputSlices ones(int rows) {
  InputSlices inputs({1}, rows);
  inputs.load(std::vector<std::int32_t>(static_cast<std::size_t>(rows), 1));
  return inputs;
}

TEST(MemristorDevices, AFiniteRatioAddsItsPartForEachActiveRow) {
  DeviceEffects effects;
  effects.on_off_ratio = 4;  // level 0 conducts 3 / (4 - 1) = 1
  DeviceCrossbar devices(Levels({6, 2}, {0, 3, 0, 3, 0, 3, 0, 3, 0, 3, 0, 3}), 2, effects, 0);
  std::vector<double> currents(2);
  devices.read(ones(6), 0, {0, 6}, currents);
  EXPECT_EQ(currents, (std::vector<double>{6, 24}));
  devices.read(ones(6), 0, {1, 2}, currents);
  EXPECT_EQ(currents, (std::vector<double>{2, 8}));
}

TEST(MemristorDevices, AReferenceColumnTakesItOutAgain) {
  DeviceEffects effects;
  effects.on_off_ratio = 4;
  effects.reference_column = true;
  DeviceCrossbar devices(Levels({6, 2}, {0, 3, 0, 3, 0, 3, 0, 3, 0, 3, 0, 3}), 2, effects, 0);
  EXPECT_EQ(devices.columns(), 2);
  std::vector<double> currents(2);
  devices.read(ones(6), 0, {0, 6}, currents);
  EXPECT_EQ(currents, (std::vector<double>{0, 18}));
}

TEST(MemristorDevices, ReadNoiseIsThatOfIndependentCells) {
  DeviceEffects effects;
  effects.read_noise = 0.05;
  // Columns of 25 cells at 3, of 1 cell at 3, of none.
  Levels levels({25, 3});
  for (std::size_t r = 0; r < 25; ++r) levels(r, 0) = 3;
  levels(0, 1) = 3;
  DeviceCrossbar devices(levels, 2, effects, 0);
  const auto inputs = ones(25);
  constexpr int reads = 20000;
  double sum[3] = {}, squares[3] = {}, product = 0;
  std::vector<double> currents(3);
  for (int i = 0; i < reads; ++i) {
    devices.read(inputs, 0, {0, 25}, currents);
    const double noise[3] = {currents[0] - 75, currents[1] - 3, currents[2]};
    for (int c = 0; c < 3; ++c) {
      sum[c] += noise[c];
      squares[c] += noise[c] * noise[c];
    }
    product += noise[0] * noise[1];
  }
  const double sigmas[3] = {0.05 * 3 * 5, 0.05 * 3, 0};
  for (int c = 0; c < 3; ++c) {
    EXPECT_NEAR(sum[c] / reads, 0, 5 * sigmas[c] / std::sqrt(reads));
    EXPECT_NEAR(std::sqrt(squares[c] / reads), sigmas[c], 5 * sigmas[c] / std::sqrt(2.0 * reads));
  }
  EXPECT_NEAR(product / reads, 0, 5 * sigmas[0] * sigmas[1] / std::sqrt(reads));
}

TEST(MemristorDevices, NoiseBeginsAnewWithEachArray) {
  DeviceEffects effects;
  effects.read_noise = 0.1;
  const auto inputs = ones(4);
  std::vector<double> first(1), second(1), again(1), other(1);
  DeviceCrossbar devices(Levels({4, 1}, 1), 1, effects, 3);
  devices.read(inputs, 0, {0, 4}, first);
  devices.read(inputs, 0, {0, 4}, second);
  DeviceCrossbar(Levels({4, 1}, 1), 1, effects, 3).read(inputs, 0, {0, 4}, again);
  DeviceCrossbar(Levels({4, 1}, 1), 1, effects, 4).read(inputs, 0, {0, 4}, other);
  EXPECT_NE(first, second);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
}

// The error of a layer of 128 x 8 weights over 20 vectors, under these effects.
sim::reference::OutputError error_of(const DeviceEffects& effects) {
  CrossbarDesign design{.rows = 64,
                        .columns = 16,
                        .encoding = Encoding::differential,
                        .input = {8, false, 1},
                        .weight = {8, 4},
                        .adc = {12}};
  sim::PhiloxStream random(7, 0);
  Weights weights({128, 8});
  for (auto& weight : weights.values()) weight = static_cast<std::int32_t>(random() % 511) - 255;
  CrossbarMatrix ideal(weights, design);
  design.effects = effects;
  CrossbarMatrix devices(weights, design);
  sim::reference::OutputError error;
  for (int v = 0; v < 20; ++v) {
    std::vector<std::int32_t> inputs(128);
    for (auto& input : inputs) input = static_cast<std::int32_t>(random() & 255);
    error.add(ideal.multiply(inputs), devices.multiply(inputs));
  }
  return error;
}

TEST(MemristorDevices, EffectsOfNoStrengthChangeNothing) {
  EXPECT_EQ(error_of({}).different(), 0);
  for (const auto variation : {Variation::log_normal, Variation::normal}) {
    DeviceEffects effects;
    effects.variation = variation;
    effects.seed = 9;
    EXPECT_EQ(error_of(effects).different(), 0);
  }
  DeviceEffects effects;
  effects.reference_column = true;  // of cells that conduct nothing
  EXPECT_EQ(error_of(effects).different(), 0);
  effects.on_off_ratio = 1e6;  // and what a ratio adds is subtracted to the last bit of a code
  EXPECT_EQ(error_of(effects).different(), 0);
  effects.on_ohm = 1e9;
  effects.wire_ohm = 1e-3;
  EXPECT_EQ(error_of(effects).different(), 0);
}

// Each effect alone, twice as strong: stuck cells, noise and variation are sums of independent
// errors, whose square grows with their number or variance; the drop along wires is linear.
TEST(MemristorDevices, ErrorsGrowAsTheirLawsSay) {
  const auto growth = [&](auto set, double strength) {
    DeviceEffects one, two;
    set(one, strength);
    set(two, 2 * strength);
    return error_of(two).root_mean_square() / error_of(one).root_mean_square();
  };
  EXPECT_NEAR(growth([](auto& e, double s) { e.read_noise = s; }, 0.1), 2, 0.25);
  EXPECT_NEAR(growth([](auto& e, double s) { e.sigma = s, e.variation = Variation::normal; }, 0.1),
              2, 0.25);
  EXPECT_NEAR(
      growth([](auto& e, double s) { e.sigma = s, e.variation = Variation::log_normal; }, 0.1), 2,
      0.25);
  EXPECT_NEAR(growth([](auto& e, double s) { e.wire_ohm = s, e.on_ohm = 1; }, 4e-5), 2, 0.25);
}

// Of 64 cells at level 3 each: 3 sigma sqrt(64), in all columns of some arrays.
TEST(MemristorDevices, VariationsOfAColumnsCellsAddUpInSquares) {
  DeviceEffects effects;
  effects.variation = Variation::normal;
  effects.sigma = 0.05;
  const auto inputs = ones(64);
  std::vector<double> currents(256);
  constexpr int arrays = 10;
  double sum = 0, squares = 0, neighbours = 0;
  for (std::uint32_t array = 0; array < arrays; ++array) {
    DeviceCrossbar(Levels({64, 256}, 3), 2, effects, array).read(inputs, 0, {0, 64}, currents);
    for (std::size_t c = 0; c < 256; ++c) {
      const double error = currents[c] - 192;
      sum += error;
      squares += error * error;
      if (c > 0) neighbours += error * (currents[c - 1] - 192);
    }
  }
  const double sigma = 3 * 0.05 * 8, n = arrays * 256.0;
  EXPECT_NEAR(sum / n, 0, 5 * sigma / std::sqrt(n));
  EXPECT_NEAR(std::sqrt(squares / n), sigma, 5 * sigma / std::sqrt(2 * n));
  EXPECT_NEAR(neighbours / n, 0, 5 * sigma * sigma / std::sqrt(n));
}

TEST(MemristorDevices, TheReferenceColumnHasNoiseOfItsOwn) {
  DeviceEffects effects;
  effects.on_off_ratio = 2;  // one level: off 1, on 2
  effects.reference_column = true;
  effects.read_noise = 0.1;
  DeviceCrossbar devices(Levels({16, 1}, 1), 1, effects, 0);
  const auto inputs = ones(16);
  constexpr int reads = 20000;
  double squares = 0, successive = 0, last = 0;
  std::vector<double> current(1);
  for (int i = 0; i < reads; ++i) {
    devices.read(inputs, 0, {0, 16}, current);
    const double noise = current[0] - 16;
    squares += noise * noise;
    successive += noise * last;
    last = noise;
  }
  const double variance = 0.01 * (16 * 4 + 16 * 1);
  EXPECT_NEAR(squares / reads, variance, 5 * variance * std::sqrt(2.0 / reads));
  EXPECT_NEAR(successive / reads, 0, 5 * variance / std::sqrt(reads));
}

TEST(MemristorDevices, EffectsAreErrorsOfTheLayersOutput) {
  DeviceEffects variation;
  variation.variation = Variation::log_normal;
  variation.sigma = 0.05;
  const auto small = error_of(variation);
  variation.sigma = 0.1;
  const auto large = error_of(variation);
  EXPECT_GT(small.relative().value(), 0);
  EXPECT_GT(large.relative().value(), 1.5 * small.relative().value());
  EXPECT_LT(large.relative().value(), 1);
}

TEST(MemristorDevices, ErrorsAreTheSameEverywhere) {
  DeviceEffects effects;
  effects.on_off_ratio = 100;
  effects.reference_column = true;
  effects.variation = Variation::log_normal;
  effects.sigma = 0.1;
  effects.stuck_on = 0.001;
  effects.stuck_off = 0.001;
  effects.read_noise = 0.01;
  effects.on_ohm = 1e6;
  effects.wire_ohm = 1;
  effects.seed = 42;
  const auto error = error_of(effects);
  EXPECT_NEAR(error.root_mean_square(), 38186.96431637372, 1e-6);
  EXPECT_EQ(error.largest(), 86914);
}

}  // namespace
}  // namespace arch::memristor::test
