// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/device_crossbar.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

// With one more column of level 0 at the far end, if there is a reference column.
Levels all_columns(const Levels& levels, bool reference) {
  if (!reference) return levels;
  const auto rows = levels.shape()[0], columns = levels.shape()[1];
  Levels all({rows, columns + 1});
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) all(r, c) = levels(r, c);
  }
  return all;
}

void check_ir_drop(const DeviceEffects& effects, int rows, int columns) {
  const auto drop = worst_ir_drop(effects, std::max(rows, columns));
  if (drop < 1) return;
  throw sim::UserError(fmt::format(
      "the first-order IR drop of an array of {} x {} cells with {} ohm wires and {} ohm cells is "
      "{:.3g} of the current; it has to be below 1: take wider wires, higher resistances or a "
      "smaller array",
      rows, columns, effects.wire_ohm, effects.on_ohm, drop));
}

}  // namespace

double worst_ir_drop(const DeviceEffects& effects, int cells) {
  return effects.wire_ohm / effects.on_ohm * cells * (cells + 1) / 2;
}

DeviceCrossbar::DeviceCrossbar(const Levels& levels, int cell_bits, const DeviceEffects& effects,
                               std::uint32_t array)
    : effects_(effects),
      columns_(static_cast<int>(levels.shape().at(1))),
      wire_(effects.wire_ohm / effects.on_ohm /
            (off_conductance(effects, cell_bits) + ((1 << cell_bits) - 1))),
      noise_(effects.seed, stream_of(array, Draw::read_noise)),
      conductances_(
          program(all_columns(levels, effects.reference_column), cell_bits, effects, array)),
      after_word_line_(conductances_) {
  const auto columns = conductances_.shape()[1];
  check_ir_drop(effects, rows(), static_cast<int>(columns));
  for (auto* sums : {&current_, &square_, &passing_, &attached_, &lost_}) sums->resize(columns);
  if (wire_ > 0) drop_along_word_lines();
}

// The step into column c carries the currents of columns c and beyond; all are in proportion to the
// row's voltage, so the loss is a factor of each cell.
void DeviceCrossbar::drop_along_word_lines() {
  const auto columns = conductances_.shape()[1];
  for (std::size_t r = 0; r < conductances_.shape()[0]; ++r) {
    double beyond = 0;
    for (std::size_t c = 0; c < columns; ++c) beyond += conductances_(r, c);
    double dropped = 0;
    for (std::size_t c = 0; c < columns; ++c) {
      dropped += wire_ * beyond;
      after_word_line_(r, c) = conductances_(r, c) * (1 - dropped);
      beyond -= conductances_(r, c);
    }
  }
}

void DeviceCrossbar::add_row(std::size_t row, double digit) {
  const auto columns = current_.size();
  const auto* const conductance = conductances_.values().data() + row * columns;
  const auto* const reached = after_word_line_.values().data() + row * columns;
  for (std::size_t c = 0; c < columns; ++c) {
    const auto ideal = digit * conductance[c];
    current_[c] += digit * reached[c];
    square_[c] += ideal * ideal;
    passing_[c] += ideal;
    attached_[c] += conductance[c];
  }
}

// A step of the bit line raises the voltage of all cells above it by wire x what passes.
void DeviceCrossbar::add_bit_line_segment(std::size_t times) {
  const auto n = static_cast<double>(times);
  for (std::size_t c = 0; c < lost_.size(); ++c) lost_[c] += n * passing_[c] * attached_[c];
}

void DeviceCrossbar::add_noise() {
  boost::random::normal_distribution<double> normal(0, effects_.read_noise);
  for (std::size_t c = 0; c < current_.size(); ++c) {
    current_[c] += normal(noise_) * std::sqrt(square_[c]);
  }
}

void DeviceCrossbar::read(const InputSlices& inputs, int slice, Rows active,
                          std::span<double> currents) {
  if (currents.size() < static_cast<std::size_t>(columns_) || inputs.rows() != rows()) {
    throw sim::Fault("a crossbar's inputs or currents have the wrong size");
  }
  for (auto* sums : {&current_, &square_, &passing_, &attached_, &lost_}) {
    std::fill(sums->begin(), sums->end(), 0.0);
  }
  for (int r = active.first; r < active.end(); ++r) {
    add_row(static_cast<std::size_t>(r), inputs.digit(slice, r));
    if (wire_ == 0) continue;
    const bool last = r + 1 == active.end();
    add_bit_line_segment(last ? static_cast<std::size_t>(rows() - r) : 1);
  }
  for (std::size_t c = 0; c < current_.size(); ++c) current_[c] -= wire_ * lost_[c];
  if (effects_.read_noise > 0) add_noise();
  const auto reference = effects_.reference_column ? current_.back() : 0.0;
  for (std::size_t c = 0; c < static_cast<std::size_t>(columns_); ++c) {
    currents[c] = current_[c] - reference;
  }
}

}  // namespace arch::memristor
