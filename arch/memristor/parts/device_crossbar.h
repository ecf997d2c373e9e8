// SPDX-License-Identifier: Apache-2.0
// Crossbar array of real devices (device_effects.h): a column's current is a real number, in the
// steps of crossbar.h (one row at digit 1 and level 1). Without effects it is the exact sum.
//
// IR drop, to first order: word lines are driven from the side of column 0, bit lines are sensed at
// virtual ground below the last row, and each step from cell to cell has wire_ohm. Currents are
// first taken without drop; the voltage that they lose along the wires on their way then lowers
// each cell's current. All columns, the reference column included, load the word lines; rows that
// are not active are switched off and load nothing, active rows at digit 0 are grounded. What is
// left out is of second order: a UserError where that is no longer small.
#pragma once

#include <span>
#include <vector>

#include "arch/memristor/parts/cell_conductances.h"
#include "arch/memristor/parts/input_slices.h"
#include "sim/base/philox.h"

namespace arch::memristor {

/// The fraction of a current that is lost at the end of a line of `cells` cells which are all on,
/// to first order: wire / on resistance x cells x (cells + 1) / 2.
double worst_ir_drop(const DeviceEffects& effects, int cells);

class DeviceCrossbar {
 public:
  /// `array` is the array's number, below 2^24, for its random numbers. A UserError if
  /// worst_ir_drop() of the longer line is 1 or more.
  DeviceCrossbar(const Levels& levels, int cell_bits, const DeviceEffects& effects,
                 std::uint32_t array);

  int rows() const { return static_cast<int>(conductances_.shape()[0]); }
  /// Without the reference column.
  int columns() const { return columns_; }

  /// The columns' currents for one slice of the inputs; rows other than `active` are switched off.
  void read(const InputSlices& inputs, int slice, Rows active, std::span<double> currents);

 private:
  void drop_along_word_lines();
  void add_row(std::size_t row, double digit);
  void add_bit_line_segment(std::size_t times);
  void add_noise();

  DeviceEffects effects_;
  int columns_;
  double wire_;  ///< of a step, in 1 / (conductance of one level)
  sim::PhiloxStream noise_;
  sim::tensor::Dense<double> conductances_;
  sim::tensor::Dense<double> after_word_line_;  ///< with the word lines' drop
  // Of the read that is going on, by column:
  std::vector<double> current_;   ///< after the word lines
  std::vector<double> square_;    ///< sum of (digit x conductance)^2
  std::vector<double> passing_;   ///< current in the bit line at the present row
  std::vector<double> attached_;  ///< conductance of the active rows so far
  std::vector<double> lost_;      ///< along the bit line, over wire_
};

}  // namespace arch::memristor
