// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/csr.h"

namespace sim::tensor {

Csr Csr::encode(const Csc& matrix) {
  Csr csr{matrix.rows, matrix.columns, {}, {}, {}};
  csr.start.assign(static_cast<std::size_t>(matrix.rows) + 1, 0);
  csr.column.resize(matrix.row.size());
  csr.value.resize(matrix.row.size());
  for (const auto row : matrix.row) ++csr.start[row + 1];
  for (std::size_t i = 1; i < csr.start.size(); ++i) csr.start[i] += csr.start[i - 1];
  std::vector<std::uint32_t> next(csr.start.begin(), csr.start.end() - 1);
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      const auto at = next[matrix.row[k]]++;
      csr.column[at] = static_cast<std::uint32_t>(j);
      csr.value[at] = matrix.value[k];
    }
  }
  return csr;
}

Dense<std::int16_t> Csr::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  for (std::size_t i = 0; i + 1 < start.size(); ++i) {
    for (auto k = start[i]; k < start[i + 1]; ++k) matrix(i, column[k]) = value[k];
  }
  return matrix;
}

FormatBits Csr::bits(int value_bits) const {
  const auto z = static_cast<std::int64_t>(value.size());
  return {.values = z * value_bits,
          .indices = z * index_width(static_cast<std::uint64_t>(columns)),
          .tables = static_cast<std::int64_t>(start.size()) * index_width(value.size() + 1)};
}

}  // namespace sim::tensor
