// SPDX-License-Identifier: Apache-2.0
// Analog-to-digital converter at the foot of the columns (ISAAC section V): a code of `bits` bits
// stands for the column sum low + step x code. A sum becomes the nearest code, halves upwards;
// beyond either end of the range it saturates, which is counted as a clip. With low 0 and step 1
// (one step per row and level) the converter is lossless as long as nothing clips.
// Not modelled: time, nonlinearity.
#pragma once

#include <cstdint>
#include <span>

namespace arch::memristor {

struct AdcRange {
  int bits = 8;           ///< 1 to 16
  std::int64_t step = 1;  ///< at least 1; step x 2^bits at most 2^30
  std::int64_t low = 0;   ///< at most 2^30 in magnitude

  /// The highest code.
  std::int64_t top() const { return (std::int64_t{1} << bits) - 1; }
};

/// Both ends belong to the range.
struct Limits {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

class Adc {
 public:
  /// A Fault if the range is out of bounds.
  explicit Adc(const AdcRange& range);
  const AdcRange& range() const { return range_; }
  /// What the lowest and the highest code stand for.
  Limits limits() const { return {range_.low, range_.low + range_.step * range_.top()}; }
  /// Whether converting sums from 0 on only replaces those above the highest value by it.
  bool only_limits_above() const {
    return range_.step == 1 && range_.low <= 0 && limits().high >= 0;
  }

  /// Replaces column sums (at most 2^30 in magnitude) by what their codes stand for. The number of
  /// clips.
  std::int64_t convert(std::span<std::int64_t> sums) const;
  /// The same for currents, in the units of the sums.
  std::int64_t convert(std::span<const double> currents, std::span<std::int64_t> values) const;

 private:
  AdcRange range_;
  int reciprocal_shift_;
  std::uint64_t reciprocal_;  ///< division by the step as a multiplication
};

}  // namespace arch::memristor
