// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/parts/operand_planes.h"

#include <algorithm>
#include <bit>

#include "sim/base/quotient_up.h"

namespace arch::sot_mram {
namespace {

constexpr std::size_t word_bits = 64;
constexpr std::size_t most_planes = 32;

}  // namespace

OperandPlanes::OperandPlanes(const PlaneCode& code, const sim::workload::Vectors& values,
                             int columns, Layout layout)
    : layout_(layout),
      items_(values.count()),
      row_words_(
          sim::quotient_up(std::min(static_cast<std::size_t>(columns), values.size), word_bits)) {
  for (int p = 0; p < code.planes(); ++p) coefficients_.push_back(code.coefficient(p));
  const auto length = static_cast<std::size_t>(columns);
  const auto segments = sim::quotient_up(values.size, length);
  any_.resize(segments * items_ * coefficients_.size());
  words_.resize(any_.size() * row_words_);
  for (std::size_t item = 0; item < items_; ++item) {
    const auto terms = values.vector(item);
    for (std::size_t s = 0; s < segments; ++s) {
      const auto first = s * length;
      store(code, terms.subspan(first, std::min(length, terms.size() - first)), s, item);
    }
  }
}

void OperandPlanes::store(const PlaneCode& code, std::span<const std::int16_t> terms,
                          std::size_t segment, std::size_t item) {
  const auto planes = coefficients_.size();
  auto* const any = any_.data() + (segment * items_ + item) * planes;
  for (std::size_t w = 0; w * word_bits < terms.size(); ++w) {
    const auto part = terms.subspan(w * word_bits);
    const auto count = std::min(word_bits, part.size());
    std::uint32_t patterns[word_bits] = {};
    for (std::size_t i = 0; i < count; ++i) patterns[i] = code.pattern(part[i]);
    for (std::size_t p = 0; p < planes; ++p) {
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < word_bits; ++i) {
        bits |= std::uint64_t{patterns[i] >> p & 1} << i;
      }
      words_[address(segment, p, item) + w * word_stride()] = bits;
      any[p] |= static_cast<std::uint8_t>(bits != 0);
    }
  }
}

int OperandPlanes::rows_with_ones(std::size_t segment, std::size_t item) const {
  int rows = 0;
  for (int p = 0; p < planes(); ++p) rows += static_cast<int>(any(segment, p, item));
  return rows;
}

std::int64_t OperandPlanes::sum(std::size_t segment, std::size_t item) const {
  std::int64_t sum = 0;
  for (int p = 0; p < planes(); ++p) {
    const auto* const words = row(segment, p, item);
    for (std::size_t w = 0; w < row_words_; ++w) {
      sum += coefficient(p) * std::popcount(words[w * word_stride()]);
    }
  }
  return sum;
}

}  // namespace arch::sot_mram
