// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/bsr.h"

namespace sim::tensor {
namespace {

std::size_t blocks_along(std::int32_t size, int block) {
  return (static_cast<std::size_t>(size) + static_cast<std::size_t>(block) - 1) /
         static_cast<std::size_t>(block);
}

// Calls with (entry, row of blocks, column of blocks, whether it is the block's first entry).
template <class Call>
void for_each_entry(const Csc& matrix, const Bsr& shape, Call call) {
  std::vector<std::uint32_t> seen(blocks_along(matrix.rows, shape.block_rows));
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    const auto block_column = static_cast<std::uint32_t>(j / shape.block_columns);
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      const auto block_row = matrix.row[k] / static_cast<std::uint32_t>(shape.block_rows);
      const bool is_first = seen[block_row] != block_column + 1;
      seen[block_row] = block_column + 1;
      call(k, j, block_row, block_column, is_first);
    }
  }
}

}  // namespace

Bsr Bsr::encode(const Csc& matrix, int block_rows, int block_columns) {
  if (block_rows < 1 || block_columns < 1) throw Fault("bsr: blocks have rows and columns");
  Bsr result{matrix.rows, matrix.columns, block_rows, block_columns, {}, {}, {}};
  const auto rows = blocks_along(matrix.rows, block_rows);
  result.start.assign(rows + 1, 0);
  for_each_entry(matrix, result, [&](auto, auto, auto block_row, auto, bool is_first) {
    result.start[block_row + 1] += is_first;
  });
  for (std::size_t i = 0; i < rows; ++i) result.start[i + 1] += result.start[i];
  const auto area = static_cast<std::size_t>(block_rows) * static_cast<std::size_t>(block_columns);
  result.column.resize(result.start[rows]);
  result.value.resize(result.start[rows] * area);
  std::vector<std::uint32_t> next(result.start.begin(), result.start.end() - 1);
  const auto height = static_cast<std::size_t>(block_rows);
  for_each_entry(matrix, result, [&](auto k, auto j, auto block_row, auto here, bool is_first) {
    if (is_first) result.column[next[block_row]++] = here;
    const auto block = next[block_row] - 1;
    const auto inside = static_cast<std::size_t>(j % block_columns) * height;
    result.value[block * area + inside + matrix.row[k] % height] = matrix.value[k];
  });
  return result;
}

Dense<std::int16_t> Bsr::decode() const {
  const auto all_rows = static_cast<std::size_t>(rows), all = static_cast<std::size_t>(columns);
  Dense<std::int16_t> matrix({all_rows, all});
  const auto height = static_cast<std::size_t>(block_rows);
  const auto width = static_cast<std::size_t>(block_columns);
  for (std::size_t i = 0; i + 1 < start.size(); ++i) {
    for (auto block = start[i]; block < start[i + 1]; ++block) {
      for (std::size_t at = 0; at < height * width; ++at) {
        const auto row = i * height + at % height;
        const auto column_of_value = column[block] * width + at / height;
        const auto one = value[block * height * width + at];
        if (one != 0) matrix(row, column_of_value) = one;
      }
    }
  }
  return matrix;
}

FormatBits Bsr::bits(int value_bits) const {
  const auto across = blocks_along(columns, block_columns);
  return {.values = static_cast<std::int64_t>(value.size()) * value_bits,
          .indices = static_cast<std::int64_t>(column.size()) * index_width(across),
          .tables = static_cast<std::int64_t>(start.size()) * index_width(column.size() + 1)};
}

}  // namespace sim::tensor
