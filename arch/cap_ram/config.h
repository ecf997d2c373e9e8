// SPDX-License-Identifier: Apache-2.0
// Every knob of the CAP-RAM machine and of the SRAM macros that are configs of it. The values stand
// in configs/cap_ram/*.json with their sources.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::cap_ram {

/// What a MAC circuit takes from the cells that a plane selects: one cell for -1 or +1; one for 0
/// or 1; two circuits, one on each side of the converter, for -1, 0 or +1; or several cells that
/// are weighted before the conversion, for a whole number in two's complement.
enum class Encoding { binary, unipolar, ternary, two_s_complement };

/// Where the digits of one weight are: in planes, one macro cycle after the other, or in
/// neighbouring slices of the same cycle.
enum class DigitsOver { planes, slices };

/// Where the two circuits of a ternary digit are: in the same slice, which then has half as many
/// inputs, or in two slices, of which there are then half as many.
enum class PairOver { circuits, slices };

/// How a slice's sum becomes digital. charge_injection: successive approximation by unary charge
/// packets; sar: with a capacitive DAC, one comparison per bit; flash: all at once; digital: an
/// adder chain instead of a converter, which loses nothing.
enum class Conversion { charge_injection, sar, flash, digital };

/// What a code stands for: the middle of its step, which has an edge at 0, or its lower edge after
/// a shift by half a step, so that 0 is a code.
enum class Step { mid_rise, mid_tread };

/// none; a line fitted to each converter; and one curve besides, of the mean of all converters.
enum class Calibration { none, linear, two_step };

struct Config {
  int macros = 0;
  double node_nm = 0;

  int slices = 0;
  int circuits = 0;  ///< MAC circuits of a slice
  int planes = 0;    ///< cells, or groups of cells, that share a MAC circuit
  int circuits_per_row = 0;
  int row_bits = 0;

  Encoding encoding = Encoding::binary;
  int digit_bits = 0;
  int most_digits = 0;
  DigitsOver digits_over = DigitsOver::planes;
  PairOver pair_over = PairOver::circuits;

  int input_bits = 0;
  int most_input_digits = 0;
  bool negative_inputs = false;
  int input_buffers = 0;
  int input_bits_per_cycle = 0;

  double reset_ns = 0, drive_ns = 0, share_ns = 0;
  bool overlap = false;

  Conversion conversion = Conversion::charge_injection;
  int conversion_bits = 0;
  int packets = 0;
  double slot_ns = 0;
  int chain_slots = 0;
  Step step = Step::mid_rise;
  double gain = 0;
  int fraction_bits = 0;

  double noise_lsb = 0, gain_sigma = 0, offset_sigma_lsb = 0, curve_lsb = 0;
  double capacitor_sigma = 0;
  std::int64_t seed = 0;
  Calibration calibration = Calibration::none;
  int calibration_samples = 0;

  bool load_counted = false;
  double weight_gb_per_s = 0;
  int sums_per_cycle = 0;
  int accumulator_bits = 0;
  int input_bytes = 0, input_width_bits = 0;
  int output_bytes = 0, output_width_bits = 0;

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  /// One after the other, or the conversion beside the phases of the next product.
  sim::Time period() const;
  sim::Time convert_time() const;
  bool digital() const { return conversion == Conversion::digital; }
  bool ternary() const { return encoding == Encoding::ternary; }

  int slices_per_column() const { return ternary() && pair_over == PairOver::slices ? 2 : 1; }
  /// Inputs that meet in one sum, and sums of one macro cycle.
  int inputs_per_tile() const {
    return ternary() && pair_over == PairOver::circuits ? circuits / 2 : circuits;
  }
  int columns_per_tile() const { return slices / slices_per_column(); }
  int circuits_per_column() const { return circuits * slices_per_column(); }
  int largest_input() const { return (1 << input_bits) - 1; }
  int largest_digit() const {
    return encoding == Encoding::two_s_complement ? 1 << (digit_bits - 1) : 1;
  }
  /// The largest magnitude of a slice's sum, in products of 1 and 1.
  std::int64_t largest_sum() const {
    return std::int64_t{largest_input()} * largest_digit() * inputs_per_tile();
  }
  /// What the converter's range ends at, in the same unit.
  std::int64_t full_scale() const;
  /// Whether converters differ from ideal ones, or are calibrated.
  bool has_converter_errors() const;
  /// Whether every sum comes out of the conversion as it went in.
  bool exact() const;
};

}  // namespace arch::cap_ram
