// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/structured.h"

namespace sim::tensor {

Structured Structured::encode(const Csc& matrix) {
  Structured result;
  result.keeps_row.resize(static_cast<std::size_t>(matrix.rows));
  result.keeps_column.resize(static_cast<std::size_t>(matrix.columns));
  for (const auto row : matrix.row) result.keeps_row[row] = 1;
  std::size_t columns = 0, rows = 0;
  for (std::size_t j = 0; j < result.keeps_column.size(); ++j) {
    result.keeps_column[j] = matrix.start[j + 1] > matrix.start[j];
    columns += result.keeps_column[j];
  }
  std::vector<std::size_t> new_row(result.keeps_row.size());
  for (std::size_t i = 0; i < new_row.size(); ++i) {
    new_row[i] = rows;
    rows += result.keeps_row[i];
  }
  result.kept = Dense<std::int16_t>({rows, columns});
  std::size_t column = 0;
  for (std::size_t j = 0; j < result.keeps_column.size(); ++j) {
    if (result.keeps_column[j] == 0) continue;
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      result.kept(new_row[matrix.row[k]], column) = matrix.value[k];
    }
    ++column;
  }
  return result;
}

Dense<std::int16_t> Structured::decode() const {
  Dense<std::int16_t> matrix({keeps_row.size(), keeps_column.size()});
  auto value = kept.values().begin();
  for (std::size_t i = 0; i < keeps_row.size(); ++i) {
    if (keeps_row[i] == 0) continue;
    for (std::size_t j = 0; j < keeps_column.size(); ++j) {
      if (keeps_column[j] != 0) matrix(i, j) = *value++;
    }
  }
  return matrix;
}

FormatBits Structured::bits(int value_bits) const {
  return {.values = static_cast<std::int64_t>(kept.size()) * value_bits,
          .indices = static_cast<std::int64_t>(keeps_row.size() + keeps_column.size())};
}

}  // namespace sim::tensor
