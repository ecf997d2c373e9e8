// SPDX-License-Identifier: Apache-2.0
// What real slices do to a sum, each effect an option: capacitors differ, and so do converters:
//
//   capacitors  the share of circuit i on the line is (1 + N(0, sigma)), over the slice's mean
//   gain        packets x (1 + N(0, sigma)), of each converter
//   offset      + N(0, sigma) packets, of each converter
//   curve       + height x c(packets / half the range), c(u) = 1.5 sqrt(3) (u - u^3), at most 1 in
//               magnitude inside the range; the same for all converters
//   noise       + N(0, sigma) packets, in every conversion
//
// Calibration in two steps (CAP-RAM, section IV): every converter measures test sums over the
// range; a line fitted to its codes takes out gain and offset, and the mean of what is left over
// all converters of the macro, code by code, takes out the curve.
// Random numbers depend on the seed, the macro, the slice and the circuit alone, those of the noise
// on the conversion's place in the layer: not on when it happens. The same on every compiler.
// Not modelled: drift, dependence on supply and temperature, errors of the input drivers.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/cap_ram/parts/converter.h"

namespace arch::cap_ram {

/// What a code is taken for stays inside so many halves of the range, however it was measured.
constexpr int largest_correction = 4;

/// A conversion's own random number, of the standard normal distribution.
double conversion_noise(std::uint64_t seed, std::uint64_t conversion);

/// Shares of the circuits of a slice on its line, their mean 1.
std::vector<double> capacitor_shares(const Config& config, int macro, int slice);

/// The converters of one macro, as they are and as they are corrected.
class ConverterErrors {
 public:
  ConverterErrors(const Config& config, const Converter& converter, int macro);

  /// The code that the slice's converter gives; `noise` of the standard normal distribution.
  int code(int slice, double packets, double noise) const;
  /// What the code is taken for, in units of 2^-fraction_bits packets.
  std::int32_t value(int slice, int code) const {
    return values_[static_cast<std::size_t>(slice) * codes_ + static_cast<std::size_t>(code)];
  }

 private:
  struct Real {
    double gain = 1, offset = 0;
  };
  struct Measured {
    std::vector<double> packets;  ///< of the test sums
    std::vector<int> codes;
  };
  void calibrate();
  Measured measure(int slice) const;
  void correct_line(int slice, const Measured& measured);
  void correct_curve(const std::vector<Measured>& measured);
  double nominal(int code) const;

  const Config& config_;
  const Converter& converter_;
  int macro_;
  std::size_t codes_;
  std::vector<Real> real_;     ///< by slice
  std::vector<double> taken_;  ///< by slice and code, packets
  std::vector<std::int32_t> values_;
};

}  // namespace arch::cap_ram
