// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/bitmap.h"

namespace sim::tensor {

Bitmap Bitmap::encode(const Csc& matrix) {
  const auto rows = static_cast<std::uint64_t>(matrix.rows);
  const auto elements = rows * static_cast<std::uint64_t>(matrix.columns);
  Bitmap result{matrix.rows, matrix.columns, {}, matrix.value};
  result.mask.resize((elements + 63) / 64);
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    const auto first = static_cast<std::uint64_t>(j) * rows;
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      const auto at = first + matrix.row[k];
      result.mask[at / 64] |= std::uint64_t{1} << (at % 64);
    }
  }
  return result;
}

Dense<std::int16_t> Bitmap::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  std::size_t next = 0;
  for (std::size_t w = 0; w < mask.size(); ++w) {
    for (auto left = mask[w]; left != 0; left &= left - 1) {
      const auto at = w * 64 + static_cast<std::size_t>(std::countr_zero(left));
      matrix(at % static_cast<std::size_t>(rows), at / static_cast<std::size_t>(rows)) =
          value[next++];
    }
  }
  return matrix;
}

FormatBits Bitmap::bits(int value_bits) const {
  return {.values = static_cast<std::int64_t>(value.size()) * value_bits,
          .indices = std::int64_t{rows} * columns};
}

}  // namespace sim::tensor
