// SPDX-License-Identifier: Apache-2.0
// Statistics are checked within five standard errors of what the stated distribution has; the
// numbers themselves are golden, for they are the same everywhere.
#include "arch/memristor/parts/cell_conductances.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/base/errors.h"

namespace arch::memristor::test {
namespace {

constexpr std::size_t side = 256;
constexpr double cells = side * side;

struct Moments {
  double mean = 0;
  double deviation = 0;
};

template <class Function>
Moments moments_of(const sim::tensor::Dense<double>& conductances, const Function& function) {
  double sum = 0, squares = 0;
  for (const auto conductance : conductances.values()) {
    const double value = function(conductance);
    sum += value;
    squares += value * value;
  }
  const double mean = sum / cells;
  return {mean, std::sqrt(squares / cells - mean * mean)};
}

void expect_normal(const Moments& moments, double mean, double sigma) {
  EXPECT_NEAR(moments.mean, mean, 5 * sigma / std::sqrt(cells));
  EXPECT_NEAR(moments.deviation, sigma, 5 * sigma / std::sqrt(2 * cells));
}

TEST(MemristorConductances, AreTheLevelsWithoutEffects) {
  const auto conductances = program(Levels({1, 4}, {0, 1, 2, 3}), 2, {}, 0);
  EXPECT_EQ(conductances.values(), (std::vector<double>{0, 1, 2, 3}));
}

TEST(MemristorConductances, KeepStepsAndHaveTheRatioOfOnAndOff) {
  DeviceEffects effects;
  effects.on_off_ratio = 10;
  const auto conductances = program(Levels({1, 4}, {0, 1, 2, 3}), 2, effects, 0);
  EXPECT_DOUBLE_EQ(conductances(0, 0), 3.0 / 9);
  EXPECT_DOUBLE_EQ(conductances(0, 3) / conductances(0, 0), 10);
  EXPECT_DOUBLE_EQ(conductances(0, 2) - conductances(0, 1), 1);
}

TEST(MemristorConductances, VaryLogNormally) {
  DeviceEffects effects;
  effects.variation = Variation::log_normal;
  effects.sigma = 0.1;
  const auto conductances = program(Levels({side, side}, 3), 2, effects, 0);
  expect_normal(moments_of(conductances, [](double g) { return std::log(g / 3); }), 0, 0.1);
}

TEST(MemristorConductances, VaryNormallyAndAreNeverNegative) {
  DeviceEffects effects;
  effects.variation = Variation::normal;
  effects.sigma = 0.01;
  const auto conductances = program(Levels({side, side}, 2), 2, effects, 0);
  expect_normal(moments_of(conductances, [](double g) { return g; }), 2, 0.02);
  effects.sigma = 1;
  std::size_t zeros = 0;
  const auto wide = program(Levels({side, side}, 2), 2, effects, 0);
  for (const auto conductance : wide.values()) {
    EXPECT_GE(conductance, 0);
    zeros += conductance == 0;
  }
  const double below = 0.158655;  // P(N(0, 1) < -1)
  EXPECT_NEAR(static_cast<double>(zeros), below * cells,
              5 * std::sqrt(below * (1 - below) * cells));
}

TEST(MemristorConductances, AreStuckAsOftenAsStatedWhateverWasWritten) {
  DeviceEffects effects;
  effects.stuck_on = 0.02;
  effects.stuck_off = 0.05;
  effects.on_off_ratio = 4;  // off 1, on 4
  effects.variation = Variation::log_normal;
  effects.sigma = 0.1;  // stuck cells do not vary
  for (const auto level : {std::uint8_t{0}, std::uint8_t{3}}) {
    double on = 0, off = 0;
    const auto conductances = program(Levels({side, side}, level), 2, effects, 0);
    for (const auto g : conductances.values()) {
      on += g == 4;
      off += g == 1;
    }
    EXPECT_NEAR(on, 0.02 * cells, 5 * std::sqrt(0.02 * cells));
    EXPECT_NEAR(off, 0.05 * cells, 5 * std::sqrt(0.05 * cells));
  }
}

TEST(MemristorConductances, DependOnSeedArrayRowAndColumnAlone) {
  DeviceEffects effects;
  effects.variation = Variation::normal;
  effects.sigma = 0.1;
  const auto small = program(Levels({3, 3}, 1), 2, effects, 5);
  const auto large = program(Levels({9, 9}, 1), 2, effects, 5);
  const auto other_array = program(Levels({3, 3}, 1), 2, effects, 6);
  effects.seed = 1;
  const auto other_seed = program(Levels({3, 3}, 1), 2, effects, 5);
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_EQ(small(r, c), large(r, c));
      EXPECT_NE(small(r, c), other_array(r, c));
      EXPECT_NE(small(r, c), other_seed(r, c));
    }
  }
  EXPECT_NE(small(0, 1), small(1, 0));
  EXPECT_NE(small(0, 1), small(0, 2));
}

TEST(MemristorConductances, RefuseEffectsOutOfBounds) {
  const auto refused = [](auto change) {
    DeviceEffects effects;
    change(effects);
    EXPECT_THROW(program(Levels({1, 1}), 2, effects, 0), sim::Fault);
  };
  refused([](auto& e) { e.on_off_ratio = 1; });
  refused([](auto& e) { e.sigma = -0.1; });
  refused([](auto& e) { e.stuck_on = 1.1; });
  refused([](auto& e) { e.stuck_on = e.stuck_off = 0.6; });
  refused([](auto& e) { e.stuck_off = -0.1; });
  refused([](auto& e) { e.read_noise = -1; });
  refused([](auto& e) { e.on_ohm = 0; });
  refused([](auto& e) { e.wire_ohm = -1; });
}

}  // namespace
}  // namespace arch::memristor::test
