// SPDX-License-Identifier: Apache-2.0
// Analog-to-digital converter at the foot of the columns (ISAAC section V): a code of `bits` bits
// stands for the column sum low + step x code. A sum becomes the nearest code, halves upwards;
// beyond either end of the range it saturates, which is counted as a clip. With low 0 and step 1
// (one step per row and level) the converter is lossless as long as nothing clips.
// Not modelled: time, nonlinearity.
#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "arch/memristor/parts/conversions.h"

namespace arch::memristor {

struct AdcRange {
  /// No column sum is beyond it.
  static constexpr std::int64_t bound = std::int64_t{1} << 28;

  int bits = 8;           ///< 1 to 16
  std::int64_t step = 1;  ///< at least 1; step x 2^bits at most the bound
  std::int64_t low = 0;   ///< in magnitude at most the bound

  /// The highest code.
  std::int64_t top() const { return (std::int64_t{1} << bits) - 1; }
};

class Adc {
 public:
  /// A Fault if the range is out of bounds.
  explicit Adc(const AdcRange& range);

  /// Of column sums (0 to 2^30) to what their codes stand for.
  using Conversion = std::variant<Saturate, Mask, Divide, DivideWithin>;
  const Conversion& conversion() const { return conversion_; }

  /// Currents, in the units of the sums, likewise; the number of clips.
  std::int64_t convert(std::span<const double> currents, std::span<std::int32_t> values) const;

 private:
  AdcRange range_;
  Conversion conversion_;
};

}  // namespace arch::memristor
