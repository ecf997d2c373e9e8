// SPDX-License-Identifier: Apache-2.0
// Division by a number that stays the same: a multiplication and a shift, which cost the host less
// than a division, and less than a table as long as its cache (Granlund and Montgomery, "Division
// by invariant integers using multiplication", PLDI 1994).
#pragma once

#include <bit>
#include <cstdint>

namespace sim {

class Divisor {
 public:
  /// By `value`, which is 1 to 2^31.
  constexpr explicit Divisor(std::uint32_t value)
      : shift_(31 + std::bit_width(value - 1)), factor_((std::uint64_t{1} << shift_) / value + 1) {}

  /// `dividend` div the divisor, rounded down; the dividend is below 2^31.
  constexpr std::uint32_t quotient(std::uint32_t dividend) const {
    return static_cast<std::uint32_t>(dividend * factor_ >> shift_);
  }

 private:
  // factor x divisor is between 2^shift + 1 and 2^shift + divisor, hence too large by a share of
  // less than 2^-31: too little to carry a dividend below 2^31 over the next multiple.
  int shift_;
  std::uint64_t factor_;
};

}  // namespace sim
