// SPDX-License-Identifier: Apache-2.0
// First-order IR drop against the exact solution of the resistor network.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "arch/memristor/parts/device_crossbar.h"
#include "sim/base/errors.h"
#include "sim/base/philox.h"

namespace arch::memristor::test {
namespace {

using Vector = std::vector<double>;

// Solves the equations of the nodes' voltages: conductances between nodes, and to sources.
class Network {
 public:
  explicit Network(std::size_t nodes)
      : nodes_(nodes), matrix_(nodes, Vector(nodes)), right_(nodes) {}
  void connect(std::size_t a, std::size_t b, double conductance) {
    matrix_[a][a] += conductance;
    matrix_[b][b] += conductance;
    matrix_[a][b] -= conductance;
    matrix_[b][a] -= conductance;
  }
  void connect_to_source(std::size_t a, double voltage, double conductance) {
    matrix_[a][a] += conductance;
    right_[a] += voltage * conductance;
  }
  // The matrix is symmetric and positive definite: no pivoting needed.
  Vector voltages() {
    for (std::size_t i = 0; i < nodes_; ++i) {
      for (auto k = i + 1; k < nodes_; ++k) {
        const auto factor = matrix_[k][i] / matrix_[i][i];
        for (auto j = i; j < nodes_; ++j) matrix_[k][j] -= factor * matrix_[i][j];
        right_[k] -= factor * right_[i];
      }
    }
    for (std::size_t i = nodes_; i-- > 0;) {
      for (auto j = i + 1; j < nodes_; ++j) right_[i] -= matrix_[i][j] * right_[j];
      right_[i] /= matrix_[i][i];
    }
    return right_;
  }

 private:
  std::size_t nodes_;
  std::vector<Vector> matrix_;
  Vector right_;
};

// Currents at the foot of the columns; `wire` in 1 / (conductance of one level).
Vector exact_currents(const Levels& levels, const InputSlices& inputs, int slice, Rows active,
                      double wire) {
  const auto rows = levels.shape()[0], columns = levels.shape()[1];
  const auto word = [&](std::size_t r, std::size_t c) { return r * columns + c; };
  const auto bit = [&](std::size_t r, std::size_t c) { return (rows + r) * columns + c; };
  Network network(2 * rows * columns);
  for (std::size_t r = 0; r < rows; ++r) {
    const bool on = static_cast<int>(r) >= active.first && static_cast<int>(r) < active.end();
    const double digit = inputs.digit(slice, static_cast<int>(r));
    network.connect_to_source(word(r, 0), digit, 1 / wire);
    for (std::size_t c = 0; c < columns; ++c) {
      if (c > 0) network.connect(word(r, c - 1), word(r, c), 1 / wire);
      if (r > 0) network.connect(bit(r - 1, c), bit(r, c), 1 / wire);
      if (on) network.connect(word(r, c), bit(r, c), levels(r, c));
    }
  }
  for (std::size_t c = 0; c < columns; ++c) {
    network.connect_to_source(bit(rows - 1, c), 0, 1 / wire);
  }
  const auto voltages = network.voltages();
  Vector currents;
  for (std::size_t c = 0; c < columns; ++c) currents.push_back(voltages[bit(rows - 1, c)] / wire);
  return currents;
}

struct Example {
  Levels levels{{7, 5}};
  InputSlices inputs{{2, false, 2}, 7};

  Example() {
    sim::PhiloxStream random(3, 0);
    for (auto& level : levels.values()) level = static_cast<std::uint8_t>(random() & 3);
    inputs.load(std::vector<std::int32_t>{3, 1, 0, 2, 3, 0, 2});
  }

  // The largest difference of a column's current from the exact one, and the largest drop.
  std::pair<double, double> error(Rows active, double wire_over_on) const {
    DeviceEffects effects;
    effects.on_ohm = 1000;
    effects.wire_ohm = 1000 * wire_over_on;
    DeviceCrossbar devices(levels, 2, effects, 0);
    Vector currents(5), ideal(5);
    devices.read(inputs, 0, active, currents);
    DeviceCrossbar(levels, 2, {}, 0).read(inputs, 0, active, ideal);
    const auto exact = exact_currents(levels, inputs, 0, active, wire_over_on / 3);
    double error = 0, drop = 0;
    for (std::size_t c = 0; c < 5; ++c) {
      error = std::max(error, std::abs(currents[c] - exact[c]));
      drop = std::max(drop, std::abs(ideal[c] - exact[c]));
    }
    return {error, drop};
  }
};

TEST(MemristorIrDrop, IsExactToFirstOrder) {
  const Example example;
  for (const Rows active : {Rows{0, 7}, Rows{0, 3}, Rows{2, 3}, Rows{5, 2}, Rows{6, 1}}) {
    SCOPED_TRACE(active.first);
    const auto [error, drop] = example.error(active, 1e-3);
    EXPECT_GT(drop, 1e-3);
    EXPECT_LT(error, 0.05 * drop);  // what is left out is of second order:
    const auto [smaller_error, smaller_drop] = example.error(active, 1e-4);
    EXPECT_NEAR(drop / smaller_drop, 10, 0.3);
    EXPECT_NEAR(error / smaller_error, 100, 10);
  }
}

TEST(MemristorIrDrop, HasItsClosedFormOnAFullLine) {
  // One row, all cells on: the last cell loses wire / on x N (N + 1) / 2, plus its own bit line.
  DeviceEffects effects;
  effects.on_ohm = 1e6;
  effects.wire_ohm = 2;
  DeviceCrossbar devices(Levels({1, 100}, 1), 1, effects, 0);
  InputSlices inputs({1}, 1);
  inputs.load(std::vector<std::int32_t>{1});
  Vector currents(100);
  devices.read(inputs, 0, {0, 1}, currents);
  EXPECT_NEAR(currents[99], 1 - 2e-6 * 5050 - 2e-6, 1e-12);
  EXPECT_NEAR(worst_ir_drop(effects, 100), 2e-6 * 5050, 1e-12);
}

TEST(MemristorIrDrop, IsRefusedWhereItIsNotSmall) {
  DeviceEffects effects;
  effects.on_ohm = 2000;
  effects.wire_ohm = 0.734;
  try {
    DeviceCrossbar(Levels({128, 100}), 2, effects, 0);
    FAIL();
  } catch (const sim::UserError& error) {
    EXPECT_EQ(error.problems().front().text,
              "the first-order IR drop of an array of 128 x 100 cells with 0.734 ohm wires and "
              "2000 ohm cells is 3.03 of the current; it has to be below 1: take wider wires, "
              "higher resistances or a smaller array");
  }
}

}  // namespace
}  // namespace arch::memristor::test
