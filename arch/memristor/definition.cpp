// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/definition.h"

#include <algorithm>
#include <cstdlib>

namespace arch::memristor {
namespace {

std::int64_t quotient_up(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

// One array's worth of a layer.
struct Plain {
  const Weights& weights;
  std::span<const std::int32_t> inputs;
  const CrossbarDesign& design;
  ReadCounts counts{};

  // The nearest code, by trying all that could be.
  std::int64_t convert(std::int64_t sum) {
    ++counts.conversions;
    const auto& adc = design.adc;
    const std::int64_t top = (1 << adc.bits) - 1;
    std::int64_t code = (sum - adc.low) / adc.step - 2;
    while (2 * (sum - adc.low) >= (2 * code + 1) * adc.step) ++code;  // halves upwards
    if (code < 0 || code > top) ++counts.clips;
    return adc.low + adc.step * std::clamp<std::int64_t>(code, 0, top);
  }

  // The value of slice b of an input's bits, and what it stands for.
  int low_bit(int b) const {
    const auto& format = design.input;
    const int below_sign = format.bits - (format.is_signed ? 1 : 0);
    return std::min(b * format.dac_bits, below_sign);
  }
  std::int64_t digit(int b, std::size_t row) const {
    const auto& format = design.input;
    const int below_sign = format.bits - (format.is_signed ? 1 : 0);
    const int end =
        low_bit(b) == below_sign ? format.bits : std::min(low_bit(b) + format.dac_bits, below_sign);
    std::int64_t value = 0;
    for (int i = low_bit(b); i < end; ++i) value += ((inputs[row] >> i) & 1) << (i - low_bit(b));
    return value;
  }
  std::int64_t weight_of_slice(int b) const {
    const bool sign = design.input.is_signed && low_bit(b) == design.input.bits - 1;
    return sign ? -(std::int64_t{1} << low_bit(b)) : std::int64_t{1} << low_bit(b);
  }
  int slices(std::size_t first, std::size_t end) const {
    const auto& format = design.input;
    int all = 0;
    while (low_bit(all) < format.bits - (format.is_signed ? 1 : 0)) ++all;
    if (format.is_signed) ++all;
    if (!design.skip_zeros) return all;
    // The last slice in which any of the rows has a 1.
    for (; all > 0; --all) {
      for (auto r = first; r < end; ++r) {
        if (digit(all - 1, r) != 0) return all;
      }
    }
    return 0;
  }

  std::int64_t level(std::int64_t magnitude, int s) const {
    const auto base = std::int64_t{1} << design.weight.cell_bits;
    for (; s > 0; --s) magnitude /= base;
    return magnitude % base;
  }
  int weight_slices() const {
    return static_cast<int>(quotient_up(design.weight.bits, design.weight.cell_bits));
  }

  // Reads rows [first, end) of columns whose cell for weight slice s is cell(r, s); `merge` turns
  // the sums' values by slice and the sum of the inputs into a product.
  template <class Cell, class Merge>
  std::int64_t product(std::size_t first, std::size_t end, const Cell& cell, const Merge& merge) {
    std::int64_t total = 0;
    for (int b = 0; b < slices(first, end); ++b) {
      std::vector<std::int64_t> values;
      for (int s = 0; s < weight_slices(); ++s) {
        std::int64_t sum = 0;
        for (auto r = first; r < end; ++r) sum += digit(b, r) * cell(r, s);
        values.push_back(convert(sum));
      }
      total += weight_of_slice(b) * merge(values, b);
    }
    return total;
  }

  std::int64_t merged(const std::vector<std::int64_t>& values) const {
    std::int64_t sum = 0;
    for (std::size_t s = values.size(); s-- > 0;) {
      sum = sum * (std::int64_t{1} << design.weight.cell_bits) + values[s];
    }
    return sum;
  }

  std::vector<std::int64_t> offset() {
    const auto rows = inputs.size(), outputs = weights.shape()[1];
    const auto bias = std::int64_t{1} << (design.weight.bits - 1);
    const auto top = (std::int64_t{1} << design.weight.cell_bits) - 1;
    std::vector<std::int64_t> ones;
    for (int b = 0; b < slices(0, rows); ++b) {
      std::int64_t sum = 0;
      for (std::size_t r = 0; r < rows; ++r) sum += digit(b, r);
      ones.push_back(design.unit == Unit::column ? convert(sum) : sum);
    }
    std::vector<std::int64_t> products;
    for (std::size_t j = 0; j < outputs; ++j) {
      std::vector<bool> flipped;
      for (int s = 0; s < weight_slices(); ++s) {
        std::int64_t sum = 0;
        for (std::size_t r = 0; r < rows; ++r) sum += level(weights(r, j) + bias, s);
        flipped.push_back(design.flip && 2 * sum > top * static_cast<std::int64_t>(rows));
      }
      const auto cell = [&](std::size_t r, int s) {
        const auto stored = level(weights(r, j) + bias, s);
        return flipped[static_cast<std::size_t>(s)] ? top - stored : stored;
      };
      products.push_back(product(0, rows, cell, [&](auto values, int b) {
        const auto sum = ones[static_cast<std::size_t>(b)];
        for (std::size_t s = 0; s < values.size(); ++s) {
          if (flipped[s]) values[s] = top * sum - values[s];
        }
        return merged(values) - bias * sum;
      }));
    }
    counts.reads = slices(0, rows);
    return products;
  }

  std::vector<std::int64_t> fragments() {
    const auto rows = inputs.size();
    const auto height = static_cast<std::size_t>(design.fragment_rows);
    std::vector<std::int64_t> products(weights.shape()[1]);
    for (std::size_t first = 0; first < rows; first += height) {
      const auto end = std::min(rows, first + height);
      counts.reads += slices(first, end);
      for (std::size_t j = 0; j < products.size(); ++j) {
        bool negative = false;
        for (auto r = first; r < end; ++r) negative |= weights(r, j) < 0;
        const auto sum = product(
            first, end, [&](std::size_t r, int s) { return level(std::abs(weights(r, j)), s); },
            [&](const auto& values, int) { return merged(values); });
        products[j] += negative ? -sum : sum;
      }
    }
    return products;
  }

  std::vector<std::int64_t> differential() {
    const auto rows = inputs.size();
    std::vector<std::int64_t> products(weights.shape()[1]);
    counts.reads = 2 * slices(0, rows);
    for (std::size_t j = 0; j < products.size(); ++j) {
      for (const int sign : {1, -1}) {
        const auto cell = [&](std::size_t r, int s) {
          return level(std::max(0, sign * weights(r, j)), s);
        };
        products[j] +=
            sign * product(0, rows, cell, [&](const auto& values, int) { return merged(values); });
      }
    }
    return products;
  }
};

}  // namespace

DefinedProduct defined_product(const Weights& weights, std::span<const std::int32_t> inputs,
                               const CrossbarDesign& design) {
  const auto outputs = weights.shape()[1];
  const auto width = static_cast<std::size_t>(
      design.columns / quotient_up(design.weight.bits, design.weight.cell_bits));
  const auto height = static_cast<std::size_t>(design.rows);
  DefinedProduct all{std::vector<std::int64_t>(outputs), {}};
  for (std::size_t row = 0; row < inputs.size(); row += height) {
    for (std::size_t output = 0; output < outputs; output += width) {
      const auto rows = std::min(height, inputs.size() - row);
      const auto columns = std::min(width, outputs - output);
      Weights block({rows, columns});
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) block(r, c) = weights(row + r, output + c);
      }
      Plain plain{block, inputs.subspan(row, rows), design};
      const auto products = design.encoding == Encoding::offset      ? plain.offset()
                            : design.encoding == Encoding::fragments ? plain.fragments()
                                                                     : plain.differential();
      for (std::size_t c = 0; c < columns; ++c) all.products[output + c] += products[c];
      all.counts += plain.counts;
    }
  }
  return all;
}

}  // namespace arch::memristor
