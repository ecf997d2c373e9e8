// SPDX-License-Identifier: Apache-2.0
// What an ADC makes of one column sum, which is 0 or more, for its kinds of ranges: simple enough
// for compilers to vectorise loops over them. Each counts a clip where the sum is outside of its
// range. Where nothing below the range can occur, nobody need look for it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace arch::memristor {

/// No conversion.
struct Keep {
  std::int32_t operator()(std::int32_t sum, std::int32_t&) const { return sum; }
};

/// A step of 1, and a range that begins at 0 or below.
struct Saturate {
  std::int32_t high;

  std::int32_t operator()(std::int32_t sum, std::int32_t& clips) const {
    const auto value = std::min(sum, high);
    clips += value != sum;
    return value;
  }
};

/// A range that has 0. A sum plus `offset` counts from the lower end of the lowest code; `last` is
/// the upper end of the highest.
struct Range {
  std::int32_t offset, last, low, step;

  std::int32_t inside(std::int32_t sum, std::int32_t& clips) const {
    const auto above = sum + offset;
    const auto limited = std::min(above, last);
    clips -= (last - above) >> 31;
    return limited;
  }
};

/// A range that has 0 and whose step is a power of two.
struct Mask {
  Range range;

  std::int32_t operator()(std::int32_t sum, std::int32_t& clips) const {
    return range.low + (range.inside(sum, clips) & -range.step);
  }
};

/// A bit more than 1 / step, so that n / step is not below the whole number that it may be; the
/// product is too large by less than n / step / 2^22 (float; double: 2^51), which is less than the
/// 1 / step to the next whole number if n is below 2^22 (2^51).
template <class Real>
Real inverse_of(std::int32_t step) {
  return std::nextafter(1 / static_cast<Real>(step), Real{2});
}

/// A range that has 0, of less than 2^22.
struct Divide {
  Range range;
  float inverse;

  std::int32_t operator()(std::int32_t sum, std::int32_t& clips) const {
    const auto code = static_cast<float>(range.inside(sum, clips)) * inverse;
    return range.low + range.step * static_cast<std::int32_t>(code);
  }
};

/// Any range.
struct DivideWithin {
  Range range;
  double inverse;

  std::int32_t operator()(std::int32_t sum, std::int32_t& clips) const {
    const auto limited = std::max(range.inside(sum, clips), 0);
    clips += sum + range.offset < 0;
    const auto code = static_cast<double>(limited) * inverse;
    return range.low + range.step * static_cast<std::int32_t>(code);
  }
};

}  // namespace arch::memristor
