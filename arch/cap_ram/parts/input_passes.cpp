// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/parts/input_passes.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace arch::cap_ram {
namespace {

struct Range {
  int low = 0, high = 0;

  explicit Range(std::span<const std::int16_t> inputs) {
    for (const int input : inputs) {
      low = std::min(low, input);
      high = std::max(high, input);
    }
  }
  int digits(int bits) const {
    const auto largest = static_cast<unsigned>(std::max(-low, high));
    return std::max(1, (static_cast<int>(std::bit_width(largest)) + bits - 1) / bits);
  }
};

}  // namespace

std::vector<InputPass> input_passes(int bits, std::span<const std::int16_t> inputs) {
  const Range range(inputs);
  std::vector<InputPass> passes;
  for (const bool negative : {false, true}) {
    if (negative && range.low == 0) break;
    for (int d = 0; d < range.digits(bits); ++d) passes.push_back({d * bits, negative});
  }
  return passes;
}

std::string check_inputs(const Config& config, std::span<const std::int16_t> inputs) {
  const Range range(inputs);
  if (range.low < 0 && !config.negative_inputs) {
    return fmt::format("an input is {}: the drivers bring levels from 0 to {} (inputs/negative)",
                       range.low, config.largest_input());
  }
  const int digits = range.digits(config.input_bits);
  if (digits <= config.most_input_digits) return "";
  return fmt::format("inputs up to {} need {} digits of {} bits, there {} {} (inputs/most_digits)",
                     std::max(-range.low, range.high), digits, config.input_bits,
                     config.most_input_digits == 1 ? "is" : "are", config.most_input_digits);
}

}  // namespace arch::cap_ram
