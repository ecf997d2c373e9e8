// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/definition.h"

#include <algorithm>
#include <cstdlib>

#include "sim/base/quotient_up.h"

namespace arch::memristor {
namespace {

std::size_t weight_slices(const CrossbarDesign& design) {
  return sim::quotient_up(static_cast<std::size_t>(design.weight.bits),
                          static_cast<std::size_t>(design.weight.cell_bits));
}

std::int64_t levels_of_a_cell(const CrossbarDesign& design) {
  return std::int64_t{1} << design.weight.cell_bits;
}

std::int64_t bias_of(const CrossbarDesign& design) {
  return design.encoding == Encoding::offset ? std::int64_t{1} << (design.weight.bits - 1) : 0;
}

InputBits bits_of(const InputFormat& format, int b) {
  const int below_sign = format.bits - (format.is_signed ? 1 : 0);
  const int low = std::min(b * format.dac_bits, below_sign);
  if (low == below_sign) return {low, format.bits, true};
  return {low, std::min(low + format.dac_bits, below_sign), false};
}

int slices_of(const InputFormat& format) {
  int all = 0;
  while (!bits_of(format, all).is_sign) ++all;
  return all + (format.is_signed ? 1 : 0);
}

std::int32_t digit(std::int32_t input, const InputBits& bits) {
  return (input >> bits.low) & ((1 << (bits.end - bits.low)) - 1);
}

// What stands in the cells for a weight.
std::int64_t stored(const CrossbarDesign& design, std::int32_t weight, int sign) {
  if (design.encoding == Encoding::offset) return weight + bias_of(design);
  if (design.encoding == Encoding::fragments) return std::abs(weight);
  return std::max(0, sign * weight);
}

}  // namespace

DefinedMatrix::DefinedMatrix(const Weights& weights, const CrossbarDesign& design)
    : design_(design), outputs_(weights.shape()[1]), converted_(1 << 16) {
  const auto width = static_cast<std::size_t>(design.columns) / weight_slices(design);
  const auto height = static_cast<std::size_t>(design.rows);
  const auto inputs = weights.shape()[0];
  for (std::size_t row = 0; row < inputs; row += height) {
    auto& strip = strips_.emplace_back(Strip{row, std::min(height, inputs - row), {}});
    for (std::size_t output = 0; output < outputs_; output += width) {
      place(weights, strip, output, std::min(width, outputs_ - output));
    }
  }
}

std::size_t DefinedMatrix::group_rows(const Strip& strip) const {
  if (design_.encoding != Encoding::fragments) return strip.rows;
  return static_cast<std::size_t>(design_.fragment_rows);
}

void DefinedMatrix::place(const Weights& weights, Strip& strip, std::size_t output,
                          std::size_t outputs) {
  const auto slices = weight_slices(design_);
  const auto groups = sim::quotient_up(strip.rows, group_rows(strip));
  for (const int sign : {1, -1}) {
    if (sign < 0 && design_.encoding != Encoding::differential) break;
    Array array{output, outputs, {}, std::vector<bool>(outputs * slices), {}};
    for (std::size_t r = 0; r < strip.rows; ++r) {
      for (std::size_t j = 0; j < outputs; ++j) {
        auto rest = stored(design_, weights(strip.first_row + r, output + j), sign);
        for (std::size_t s = 0; s < slices; ++s, rest /= levels_of_a_cell(design_)) {
          array.levels.push_back(static_cast<std::uint8_t>(rest % levels_of_a_cell(design_)));
        }
      }
    }
    array.sign.assign(groups * outputs, sign);
    if (design_.encoding == Encoding::offset && design_.flip) flip(strip, array);
    if (design_.encoding == Encoding::fragments) set_signs(weights, strip, array);
    strip.arrays.push_back(std::move(array));
  }
}

void DefinedMatrix::flip(const Strip& strip, Array& array) const {
  const auto columns = array.flipped.size();
  const auto top = levels_of_a_cell(design_) - 1;
  for (std::size_t c = 0; c < columns; ++c) {
    std::int64_t sum = 0;
    for (std::size_t r = 0; r < strip.rows; ++r) sum += array.levels[r * columns + c];
    if (2 * sum <= top * static_cast<std::int64_t>(strip.rows)) continue;
    array.flipped[c] = true;
    for (std::size_t r = 0; r < strip.rows; ++r) {
      auto& level = array.levels[r * columns + c];
      level = static_cast<std::uint8_t>(top - level);
    }
  }
}

void DefinedMatrix::set_signs(const Weights& weights, const Strip& strip, Array& array) const {
  for (std::size_t r = 0; r < strip.rows; ++r) {
    for (std::size_t j = 0; j < array.outputs; ++j) {
      const auto group = r / group_rows(strip);
      if (weights(strip.first_row + r, array.first_output + j) >= 0) continue;
      array.sign[group * array.outputs + j] = -1;
    }
  }
}

std::vector<std::int64_t> DefinedMatrix::multiply(std::span<const std::int32_t> inputs) {
  std::vector<std::int64_t> products(outputs_);
  for (const auto& strip : strips_) {
    multiply(strip, inputs.subspan(strip.first_row, strip.rows), products);
  }
  return products;
}

// Slices above the last one in which an input of the group has a 1 may be left out.
void DefinedMatrix::multiply(const Strip& strip, std::span<const std::int32_t> inputs,
                             std::span<std::int64_t> products) {
  for (std::size_t first = 0, group = 0; first < strip.rows; first += group_rows(strip), ++group) {
    const auto rows = std::min(group_rows(strip), strip.rows - first);
    const auto chosen = inputs.subspan(first, rows);
    int slices = slices_of(design_.input);
    const auto reads_nothing = [&](int slice) {
      const auto bits = bits_of(design_.input, slice);
      return std::all_of(chosen.begin(), chosen.end(), [&](auto x) { return digit(x, bits) == 0; });
    };
    while (design_.skip_zeros && slices > 0 && reads_nothing(slices - 1)) --slices;
    for (int slice = 0; slice < slices; ++slice) {
      const auto bits = bits_of(design_.input, slice);
      digits_.assign(strip.rows, 0);
      for (std::size_t r = 0; r < rows; ++r) digits_[first + r] = digit(chosen[r], bits);
      for (const auto& array : strip.arrays) read(strip, array, group, bits, products);
    }
  }
}

// Digits times levels, the columns' sums converted, and weights put together again.
void DefinedMatrix::read(const Strip& strip, const Array& array, std::size_t group,
                         const InputBits& bits, std::span<std::int64_t> products) {
  const auto columns = array.flipped.size(), slices = weight_slices(design_);
  sums_.assign(columns, 0);
  std::int64_t ones = 0;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    const auto times = digits_[r];
    if (times == 0) continue;
    ones += times;
    const auto* const levels = array.levels.data() + r * columns;
    for (std::size_t c = 0; c < columns; ++c) sums_[c] += times * levels[c];
  }
  ++counts_.reads;
  const bool converts_ones = design_.encoding == Encoding::offset && design_.unit == Unit::column;
  if (converts_ones) ones = value_of(ones);
  const auto place_value = (bits.is_sign ? -1 : 1) * (std::int64_t{1} << bits.low);
  for (std::size_t j = 0; j < array.outputs; ++j) {
    std::int64_t merged = 0;
    for (std::size_t s = slices; s-- > 0;) {
      const auto c = j * slices + s;
      const auto value = value_of(sums_[c]);
      const auto seen = array.flipped[c] ? (levels_of_a_cell(design_) - 1) * ones - value : value;
      merged = merged * levels_of_a_cell(design_) + seen;
    }
    merged -= bias_of(design_) * ones;
    products[array.first_output + j] +=
        array.sign[group * array.outputs + j] * place_value * merged;
  }
}

// The nearest code, by trying all that could be.
std::int64_t DefinedMatrix::value_of(std::int64_t sum) {
  ++counts_.conversions;
  const auto at = static_cast<std::size_t>(sum);
  if (at < converted_.size() && converted_[at].known) {
    counts_.clips += converted_[at].clips;
    return converted_[at].value;
  }
  const auto& adc = design_.adc;
  const std::int64_t top = (1 << adc.bits) - 1;
  std::int64_t code = (sum - adc.low) / adc.step - 2;
  while (2 * (sum - adc.low) >= (2 * code + 1) * adc.step) ++code;  // halves upwards
  const Converted result{true, code < 0 || code > top,
                         adc.low + adc.step * std::clamp<std::int64_t>(code, 0, top)};
  if (at < converted_.size()) converted_[at] = result;
  counts_.clips += result.clips;
  return result.value;
}

}  // namespace arch::memristor
