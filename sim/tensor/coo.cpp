// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/coo.h"

namespace sim::tensor {

Coo Coo::encode(const Csc& matrix) {
  Coo coo{matrix.rows, matrix.columns, matrix.row, {}, matrix.value};
  coo.column.reserve(matrix.row.size());
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    coo.column.insert(coo.column.end(), matrix.start[j + 1] - matrix.start[j],
                      static_cast<std::uint32_t>(j));
  }
  return coo;
}

Dense<std::int16_t> Coo::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  for (std::size_t k = 0; k < value.size(); ++k) matrix(row[k], column[k]) = value[k];
  return matrix;
}

FormatBits Coo::bits(int value_bits) const {
  const auto z = static_cast<std::int64_t>(value.size());
  const auto width = index_width(static_cast<std::uint64_t>(rows)) +
                     index_width(static_cast<std::uint64_t>(columns));
  return {.values = z * value_bits, .indices = z * width};
}

}  // namespace sim::tensor
