// SPDX-License-Identifier: Apache-2.0
// Input registers and DACs (ISAAC section IV, Fig. 2): hold an array's inputs and give them out
// slice by slice, least significant first. A slice is kept as bit planes, 64 rows to a word.
// Leading zeros of a fragment are found as FORMS' zero-skipping logic does: by the OR of its
// inputs.
#pragma once

#include <span>
#include <vector>

#include "arch/memristor/parts/formats.h"

namespace arch::memristor {

class InputSlices {
 public:
  /// `rows` up to most_array_rows. A Fault for a format outside its bounds.
  InputSlices(const InputFormat& format, int rows);

  /// Takes one value for each row; a Fault if their number or one of them does not fit.
  void load(std::span<const std::int32_t> values);

  const InputFormat& format() const { return format_; }
  int rows() const { return rows_; }
  int slices() const { return format_.slices(); }
  /// Words of one plane.
  std::size_t words() const { return words_; }
  /// Planes of a slice: dac_bits times words(); bit r % 64 of word r / 64 belongs to row r.
  std::span<const std::uint64_t> planes(int slice) const;

  /// A slice stands for 2^shift, negative for the slice of the sign.
  int shift(int slice) const;
  bool is_negative(int slice) const { return format_.is_signed && slice == slices() - 1; }

  /// What the DAC of a row puts out: 0 to 2^dac_bits - 1.
  int digit(int slice, int row) const;
  /// The sum of the rows' digits, as a digital counter finds it.
  std::int64_t digit_sum(int slice, Rows rows) const;

  /// Bits up to the highest 1 of any input of these rows; 0 if all are 0 (FORMS' effective input
  /// cycles with a DAC of one bit). A negative input has all bits.
  int effective_bits(Rows rows) const;
  /// Slices that must be read for these rows: those above have no 1.
  int effective_slices(Rows rows) const;

 private:
  InputFormat format_;
  int rows_;
  std::size_t words_;
  std::vector<std::uint32_t> patterns_;  ///< two's complement, of each row
  std::vector<std::uint64_t> planes_;    ///< by slice, bit, word
};

/// Bits of word `word` of a plane that belong to these rows.
std::uint64_t mask_of(Rows rows, std::size_t word);

}  // namespace arch::memristor
