// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/ternary.h"

#include "sim/tensor/codebook.h"

namespace sim::tensor {

std::optional<std::string> Ternary::refusal(const Csc& matrix) {
  const auto values = distinct_values(matrix);  // ascending
  const auto negative = static_cast<std::size_t>(
      std::count_if(values.begin(), values.end(), [](auto v) { return v < 0; }));
  if (negative <= 1 && values.size() - negative <= 1) return std::nullopt;
  return std::to_string(values.size() - negative) + " positive and " + std::to_string(negative) +
         " negative values, but there is one code for each sign";
}

Ternary Ternary::encode(const Csc& matrix) {
  if (const auto why = refusal(matrix)) throw Fault("ternary: " + *why);
  const auto rows = static_cast<std::size_t>(matrix.rows);
  Ternary result{matrix.rows, matrix.columns, 0, 0, {}};
  result.codes.resize((rows * static_cast<std::size_t>(matrix.columns) + 3) / 4);
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      const auto value = matrix.value[k];
      (value > 0 ? result.positive : result.negative) = value;
      const auto at = static_cast<std::size_t>(j) * rows + matrix.row[k];
      result.codes[at / 4] |= static_cast<std::uint8_t>((value > 0 ? 1 : 2) << (at % 4 * 2));
    }
  }
  return result;
}

Dense<std::int16_t> Ternary::decode() const {
  const auto height = static_cast<std::size_t>(rows), width = static_cast<std::size_t>(columns);
  Dense<std::int16_t> matrix({height, width});
  const std::int16_t meaning[] = {0, positive, negative};
  for (std::size_t at = 0; at < height * width; ++at) {
    matrix(at % height, at / height) = meaning[codes[at / 4] >> (at % 4 * 2) & 3];
  }
  return matrix;
}

FormatBits Ternary::bits() const {
  return {.values = 2 * std::int64_t{rows} * columns, .tables = 2 * 32};
}

}  // namespace sim::tensor
