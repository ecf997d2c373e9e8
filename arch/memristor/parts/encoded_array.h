// SPDX-License-Identifier: Apache-2.0
// What an encoding makes of a matrix of signed weights: levels for the cells of one array, and what
// the digital side needs to get signed products back. Output j stands in the neighbouring columns
// j x slices to (j + 1) x slices - 1, least significant slice first.
//
//   product of output j = sum over its slices s of 2^(s cell_bits) x (signed sums of column s)
//                         + unit factor j x (sum of the inputs)
#pragma once

#include <cstdint>
#include <vector>

#include "arch/memristor/parts/formats.h"

namespace arch::memristor {

/// Weights of one array: (inputs, outputs). Input r is row r.
using Weights = sim::tensor::Dense<std::int32_t>;

/// How the sum of the inputs is found, which the offset encoding needs.
enum class Unit {
  none,
  column,   ///< one more column, the last, whose cells have level 1 (ISAAC)
  counter,  ///< counted digitally (RAELLA)
};

struct EncodedArray {
  Levels levels;
  WeightFormat format;
  int group_rows = 0;  ///< rows that one read activates: all of them, or a fragment
  /// (groups, columns): all ones where sums of the column are subtracted, 0 where they are added.
  sim::tensor::Dense<std::int64_t> sign_masks;
  Unit unit = Unit::none;
  std::vector<std::int64_t> unit_factors;  ///< one for each output; none without a unit

  int rows() const { return static_cast<int>(levels.shape()[0]); }
  int columns() const { return static_cast<int>(levels.shape()[1]); }
  int outputs() const { return (columns() - (unit == Unit::column ? 1 : 0)) / format.slices(); }
  int groups() const { return (rows() + group_rows - 1) / group_rows; }
  /// The rows of a group; the last one may be shorter.
  Rows group(int index) const {
    const int first = index * group_rows;
    return {first, first + group_rows <= rows() ? group_rows : rows() - first};
  }
};

/// All levels and sign masks 0, all unit factors 0 (none without a unit).
EncodedArray empty_array(std::size_t rows, std::size_t outputs, const WeightFormat& format,
                         int group_rows, Unit unit);

/// Cuts a magnitude into the levels of neighbouring cells.
void place_slices(Levels& levels, std::size_t row, std::size_t column, std::uint32_t magnitude,
                  const WeightFormat& format);

/// A UserError if a weight is outside [low, high]: how many, and the first of them. `range` names
/// the range.
void check_range(const Weights& weights, std::int64_t low, std::int64_t high, const char* range,
                 const WeightFormat& format);

}  // namespace arch::memristor
