// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/codebook.h"

namespace sim::tensor {
namespace {

constexpr std::size_t value_count = 65536;

}  // namespace

std::vector<std::int16_t> distinct_values(const Csc& matrix) {
  std::vector<std::uint8_t> seen(value_count);
  for (const auto value : matrix.value) seen[static_cast<std::uint16_t>(value)] = 1;
  std::vector<std::int16_t> values;
  for (int value = -32768; value < 32768; ++value) {
    if (value != 0 && seen[static_cast<std::uint16_t>(value)]) {
      values.push_back(static_cast<std::int16_t>(value));
    }
  }
  return values;
}

Codebook::Codebook(const std::vector<std::int16_t>& values, int bits)
    : bits_(bits), codes_(value_count) {
  if (bits < 1 || bits > 8) throw Fault("codebook: codes have 1 to 8 bits");
  if (values.size() > capacity(bits)) throw Fault("codebook: more values than codes");
  for (const auto value : values) {
    if (value == 0 || code(value) != 0) throw Fault("codebook: a value stands twice, or is 0");
    name(value);
  }
}

std::uint8_t Codebook::name(std::int16_t value) {
  auto& code = codes_[static_cast<std::uint16_t>(value)];
  if (code == 0 && values_.size() <= capacity(bits_)) {
    code = static_cast<std::uint8_t>(values_.size());
    values_.push_back(value);
  }
  return code;
}

std::optional<Codebook> Codebook::of(const Csc& matrix, int bits) {
  const auto values = distinct_values(matrix);
  if (values.size() > capacity(bits)) return std::nullopt;
  return Codebook(values, bits);
}

}  // namespace sim::tensor
