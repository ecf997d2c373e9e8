// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/adc.h"

#include <algorithm>
#include <cmath>

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

constexpr std::int64_t bound = std::int64_t{1} << 30;

// The best version for the processor is chosen when the program starts.
#if defined(__x86_64__)
#define NZSIM_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define NZSIM_VECTORISED
#endif

NZSIM_VECTORISED
std::int64_t saturate(std::int64_t* sums, std::size_t size, const Limits& limits) {
  const auto low = limits.low, high = limits.high;
  std::int64_t clips = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto sum = sums[i];
    const auto value = std::min(std::max(sum, low), high);
    clips += value != sum;
    sums[i] = value;
  }
  return clips;
}

struct Division {
  std::uint64_t reciprocal;
  int shift;
};

NZSIM_VECTORISED
std::int64_t quantise(std::int64_t* sums, std::size_t size, const AdcRange& range,
                      const Division& division) {
  const auto step = range.step, low = range.low, half = step / 2;
  const auto end = step * (range.top() + 1) - 1;
  const auto reciprocal = division.reciprocal;
  const auto shift = division.shift;
  std::int64_t clips = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const auto above = sums[i] - low + half;
    const auto inside = std::min(std::max(above, std::int64_t{0}), end);
    clips += inside != above;
    const auto code = (static_cast<std::uint64_t>(inside) * reciprocal) >> shift;
    sums[i] = low + step * static_cast<std::int64_t>(code);
  }
  return clips;
}

#undef NZSIM_VECTORISED

}  // namespace

// With n < 2^bits step <= 2^30 and a shift of 63 - bits, n x reciprocal needs at bound 64 bits, and
// the rounding of the reciprocal adds less than n step / 2^shift < 1 / step to the quotient.
Adc::Adc(const AdcRange& range)
    : range_(range), reciprocal_shift_(63 - range.bits), reciprocal_(0) {
  const bool fits = range.bits >= 1 && range.bits <= 16 && range.step >= 1 &&
                    range.step <= bound >> range.bits && range.low >= -bound && range.low <= bound;
  if (!fits) throw sim::Fault("an ADC's bits, step or low end are out of bounds");
  reciprocal_ =
      (std::uint64_t{1} << reciprocal_shift_) / static_cast<std::uint64_t>(range.step) + 1;
}

std::int64_t Adc::convert(std::span<std::int64_t> sums) const {
  if (range_.step == 1) return saturate(sums.data(), sums.size(), limits());
  return quantise(sums.data(), sums.size(), range_, {reciprocal_, reciprocal_shift_});
}

std::int64_t Adc::convert(std::span<const double> currents, std::span<std::int64_t> values) const {
  const auto low = static_cast<double>(range_.low), step = static_cast<double>(range_.step);
  const auto top = static_cast<double>(range_.top());
  std::int64_t clips = 0;
  for (std::size_t i = 0; i < currents.size(); ++i) {
    const auto nearest = std::floor((currents[i] - low) / step + 0.5);
    const auto code = std::clamp(nearest, 0.0, top);
    clips += code != nearest;
    values[i] = range_.low + range_.step * static_cast<std::int64_t>(code);
  }
  return clips;
}

}  // namespace arch::memristor
