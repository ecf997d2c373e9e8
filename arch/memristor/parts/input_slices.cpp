// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/input_slices.h"

#include <algorithm>
#include <bit>
#include <string>

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

constexpr int word_bits = 64;

void check(const InputFormat& format, int rows) {
  const bool fits = format.bits >= 1 && format.bits <= 31 && format.magnitude_bits() >= 1 &&
                    format.dac_bits >= 1 && format.dac_bits <= most_dac_bits && rows >= 1 &&
                    rows <= most_array_rows;
  if (!fits) throw sim::Fault("inputs of an array: bits, DAC bits or rows out of bounds");
}

}  // namespace

std::uint64_t mask_of(Rows rows, std::size_t word) {
  const int begin = static_cast<int>(word) * word_bits;
  const int first = std::clamp(rows.first - begin, 0, word_bits);
  const int end = std::clamp(rows.end() - begin, 0, word_bits);
  const auto below = [](int bit) {
    return bit == word_bits ? ~std::uint64_t{0} : (std::uint64_t{1} << bit) - 1;
  };
  return below(end) & ~below(first);
}

InputSlices::InputSlices(const InputFormat& format, int rows)
    : format_(format),
      rows_(rows),
      words_((static_cast<std::size_t>(rows) + word_bits - 1) / word_bits) {
  check(format, rows);
  patterns_.resize(static_cast<std::size_t>(rows));
  planes_.resize(static_cast<std::size_t>(slices()) * static_cast<std::size_t>(format.dac_bits) *
                 words_);
}

void InputSlices::load(std::span<const std::int32_t> values) {
  if (values.size() != patterns_.size()) {
    throw sim::Fault("an array of " + std::to_string(rows_) + " rows got " +
                     std::to_string(values.size()) + " inputs");
  }
  const std::int64_t low = format_.is_signed ? -(std::int64_t{1} << (format_.bits - 1)) : 0;
  const std::int64_t high = low + (std::int64_t{1} << format_.bits) - 1;
  const auto mask = (std::uint32_t{1} << format_.bits) - 1;
  for (std::size_t r = 0; r < values.size(); ++r) {
    if (values[r] < low || values[r] > high) {
      throw sim::Fault("input " + std::to_string(values[r]) + " does not fit " +
                       std::to_string(format_.bits) + " bits");
    }
    patterns_[r] = static_cast<std::uint32_t>(values[r]) & mask;
  }
  // Bits of a row side by side: the inner loop has no dependences and is vectorised.
  constexpr int most_bits = 32;
  for (std::size_t word = 0; word < words_; ++word) {
    std::uint64_t bits[most_bits] = {};
    const auto end = std::min(patterns_.size(), (word + 1) * word_bits);
    for (auto r = word * word_bits; r < end; ++r) {
      const std::uint64_t pattern = patterns_[r];
      for (int b = 0; b < most_bits; ++b) bits[b] |= ((pattern >> b) & 1) << (r % word_bits);
    }
    // The sign's slice begins at its own bit; gaps in the planes stay 0.
    for (int b = 0; b < format_.bits; ++b) {
      const bool is_sign = format_.is_signed && b == format_.bits - 1;
      const int plane = is_sign ? (slices() - 1) * format_.dac_bits : b;
      planes_[static_cast<std::size_t>(plane) * words_ + word] = bits[b];
    }
  }
}

std::span<const std::uint64_t> InputSlices::planes(int slice) const {
  const auto size = static_cast<std::size_t>(format_.dac_bits) * words_;
  return std::span(planes_).subspan(static_cast<std::size_t>(slice) * size, size);
}

int InputSlices::shift(int slice) const {
  return is_negative(slice) ? format_.bits - 1 : slice * format_.dac_bits;
}

int InputSlices::digit(int slice, int row) const {
  const auto bits = patterns_[static_cast<std::size_t>(row)] >> shift(slice);
  if (is_negative(slice)) return static_cast<int>(bits & 1);
  const int width = std::min(format_.dac_bits, format_.magnitude_bits() - shift(slice));
  return static_cast<int>(bits & ((1u << width) - 1));
}

std::int64_t InputSlices::digit_sum(int slice, Rows rows) const {
  const auto planes = this->planes(slice);
  std::int64_t sum = 0;
  for (int d = 0; d < format_.dac_bits; ++d) {
    for (std::size_t w = 0; w < words_; ++w) {
      const auto bits = planes[static_cast<std::size_t>(d) * words_ + w] & mask_of(rows, w);
      sum += std::int64_t{std::popcount(bits)} << d;
    }
  }
  return sum;
}

int InputSlices::effective_bits(Rows rows) const {
  std::uint32_t any = 0;
  for (int r = rows.first; r < rows.end(); ++r) any |= patterns_[static_cast<std::size_t>(r)];
  return static_cast<int>(std::bit_width(any));
}

int InputSlices::effective_slices(Rows rows) const {
  const int bits = effective_bits(rows);
  if (bits > format_.magnitude_bits()) return slices();
  return (bits + format_.dac_bits - 1) / format_.dac_bits;
}

}  // namespace arch::memristor
