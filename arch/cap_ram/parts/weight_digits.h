// SPDX-License-Identifier: Apache-2.0
// The digits of a layer's weights, as cells hold them: w = sum over d of factor(d) x digit(w, d).
//   binary    digits -1 and +1, factors 1, 2, 4, ...: odd weights from -(2^n - 1) to 2^n - 1
//   unipolar  digits 0 and 1; if there are negative weights, the last factor is negative
//   ternary   digits -1, 0 and +1: sign and magnitude
//   two_s_complement  one digit of several bits, weighted before the conversion
// All weights of a layer have as many digits as the one that needs most of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "arch/cap_ram/config.h"

namespace arch::cap_ram {

class WeightDigits {
 public:
  /// For weights that check() accepts.
  WeightDigits(Encoding encoding, std::span<const std::int16_t> weights);

  int count() const { return count_; }
  int digit(int weight, int d) const;
  std::int64_t factor(int d) const {
    const auto magnitude = std::int64_t{1} << d;
    return last_is_negative_ && d == count_ - 1 ? -magnitude : magnitude;
  }

  /// Why the cells cannot hold a weight, or its layer; empty if they can.
  static std::string check(const Config& config, std::span<const std::int16_t> weights);

 private:
  Encoding encoding_;
  int count_ = 1;
  bool last_is_negative_ = false;
};

}  // namespace arch::cap_ram
