// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/adc.h"

#include <algorithm>
#include <cmath>

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

AdcRange checked(const AdcRange& range) {
  constexpr auto bound = AdcRange::bound;
  const bool fits = range.bits >= 1 && range.bits <= 16 && range.step >= 1 &&
                    range.step <= bound >> range.bits && range.low >= -bound && range.low <= bound;
  if (!fits) throw sim::Fault("an ADC's bits, step or low end are out of bounds");
  return range;
}

Adc::Conversion conversion_of(const AdcRange& range) {
  const auto step = static_cast<std::int32_t>(range.step);
  const auto low = static_cast<std::int32_t>(range.low);
  const auto top = static_cast<std::int32_t>(range.top());
  const Range all{step / 2 - low, step * (top + 1) - 1, low, step};
  const bool has_0 = all.offset >= 0 && all.offset <= all.last;
  if (!has_0 || all.last >= 1 << 22) return DivideWithin{all, inverse_of<double>(step)};
  if (step == 1) return Saturate{low + top};
  if ((step & (step - 1)) == 0) return Mask{all};
  return Divide{all, inverse_of<float>(step)};
}

}  // namespace

Adc::Adc(const AdcRange& range) : range_(checked(range)), conversion_(conversion_of(range)) {}

std::int64_t Adc::convert(std::span<const double> currents, std::span<std::int32_t> values) const {
  const auto low = static_cast<double>(range_.low), step = static_cast<double>(range_.step);
  const auto top = static_cast<double>(range_.top());
  std::int64_t clips = 0;
  for (std::size_t i = 0; i < currents.size(); ++i) {
    const auto nearest = std::floor((currents[i] - low) / step + 0.5);
    const auto code = std::clamp(nearest, 0.0, top);
    clips += code != nearest;
    values[i] =
        static_cast<std::int32_t>(range_.low + range_.step * static_cast<std::int64_t>(code));
  }
  return clips;
}

}  // namespace arch::memristor
