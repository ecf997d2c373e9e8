// SPDX-License-Identifier: Apache-2.0
// The slices of one macro (CAP-RAM, section III): every MAC circuit multiplies the level of its
// input by the digit that its selected cell holds; the circuits of a slice share their charge, and
// the slice's converter makes a number of it. Digital macros add up instead, exactly.
// Not modelled: time; leakage from the line between the phases.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "arch/cap_ram/messages.h"
#include "arch/cap_ram/parts/converter_errors.h"

namespace arch::cap_ram {

/// What the slices of a macro counted.
struct SliceCounts {
  std::int64_t cycles = 0;       ///< of the macro in which it computed
  std::int64_t drives = 0;       ///< inputs brought to the rows with a level other than 0
  std::int64_t multiplies = 0;   ///< MAC circuits with a level and a digit other than 0
  std::int64_t circuits = 0;     ///< MAC circuits on the lines of the slices in use
  std::int64_t conversions = 0;  ///< sums
  std::int64_t clips = 0;        ///< sums for which there is no code
  std::int64_t codes = 0;        ///< added up

  SliceCounts& operator+=(const SliceCounts& other);
};

class MacSlices {
 public:
  /// `seed` of the noise. Without values, which only digital macros can do without, it only counts.
  MacSlices(const Config& config, const Mapping& mapping, int macro, std::uint64_t seed,
            bool values = true);

  /// One macro cycle: the plane that holds the mapping's tile `number` meets the input vector.
  /// `values`, one for each column of the tile, are in units of the mapping's scale.
  void convert(std::size_t number, const InputVector& vector, std::span<std::int64_t> values);

  const SliceCounts& counts() const { return counts_; }

 private:
  void convert_exact(const Tile& tile, const InputVector& vector, std::span<std::int64_t> values);
  void convert_real(std::size_t number, const InputVector& vector, std::span<std::int64_t> values);
  std::vector<std::int32_t> vary(const Tile& tile) const;

  const Config& config_;
  const Mapping& mapping_;
  int macro_;
  std::uint64_t seed_;
  bool values_;
  std::optional<Converter> converter_;
  std::optional<ConverterErrors> errors_;
  std::vector<std::vector<std::int32_t>> varied_;  ///< by tile: (columns, pitch); empty of others'
  SliceCounts counts_;
};

/// The slice of a tile's column, the first of two if a digit takes two.
int slice_of(const Config& config, std::size_t column);

/// A digit times its capacitor's share, in units of 2^-capacitor_fraction_bits.
std::int32_t varied_digit(int digit, double share);
constexpr int capacitor_fraction_bits = 12;

}  // namespace arch::cap_ram
