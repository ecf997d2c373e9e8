// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/parts/weight_digits.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace arch::cap_ram {
namespace {

struct Extremes {
  int low = 0, high = 0;
  int magnitude() const { return std::max(-low, high); }
};

Extremes extremes_of(std::span<const std::int16_t> weights) {
  if (weights.empty()) return {};
  const auto [low, high] = std::minmax_element(weights.begin(), weights.end());
  return {*low, *high};
}

}  // namespace

WeightDigits::WeightDigits(Encoding encoding, std::span<const std::int16_t> weights)
    : encoding_(encoding) {
  const auto extremes = extremes_of(weights);
  if (encoding == Encoding::two_s_complement) return;
  count_ =
      std::max(1, static_cast<int>(std::bit_width(static_cast<unsigned>(extremes.magnitude()))));
  if (encoding != Encoding::unipolar || extremes.low >= 0) return;
  last_is_negative_ = true;
  const auto magnitude = static_cast<unsigned>(std::max(-extremes.low - 1, extremes.high));
  count_ = static_cast<int>(std::bit_width(magnitude)) + 1;
}

int WeightDigits::digit(int weight, int d) const {
  switch (encoding_) {
    case Encoding::binary:
      return (((weight + (1 << count_) - 1) >> (d + 1)) & 1) == 1 ? 1 : -1;
    case Encoding::unipolar:
      return (weight >> d) & 1;
    case Encoding::ternary: {
      const int bit = (std::abs(weight) >> d) & 1;
      return weight < 0 ? -bit : bit;
    }
    case Encoding::two_s_complement:
      return weight;
  }
  return 0;
}

std::string WeightDigits::check(const Config& config, std::span<const std::int16_t> weights) {
  const auto extremes = extremes_of(weights);
  if (config.encoding == Encoding::two_s_complement) {
    const int limit = config.largest_digit();
    if (extremes.low >= -limit && extremes.high < limit) return "";
    return fmt::format("weights from {} to {} do not fit {} bits in two's complement (digit/bits)",
                       extremes.low, extremes.high, config.digit_bits);
  }
  if (config.encoding == Encoding::binary) {
    const auto even =
        std::find_if(weights.begin(), weights.end(), [](auto w) { return w % 2 == 0; });
    if (even != weights.end()) {
      return fmt::format(
          "a weight is {}: digits of -1 and +1 make odd numbers only (digit/encoding)", *even);
    }
  }
  const int needed = WeightDigits(config.encoding, weights).count();
  if (needed <= config.most_digits) return "";
  return fmt::format("weights from {} to {} need {} digits, there are {} (digit/most)",
                     extremes.low, extremes.high, needed, config.most_digits);
}

}  // namespace arch::cap_ram
