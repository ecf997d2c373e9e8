// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/csc.h"

#include <bit>
#include <limits>
#include <string>

namespace sim::tensor {
namespace {

constexpr std::size_t most_lines = std::numeric_limits<std::int32_t>::max();

void check_column(const Csc& matrix, std::int32_t column) {
  const auto where = " in column " + std::to_string(column);
  std::int64_t last = -1;
  for (auto k = matrix.start[column]; k < matrix.start[column + 1]; ++k) {
    if (matrix.row[k] <= last) throw Fault("csc: rows do not ascend" + where);
    last = matrix.row[k];
    if (matrix.value[k] == 0) throw Fault("csc: a stored zero" + where);
  }
  if (last >= matrix.rows) throw Fault("csc: row " + std::to_string(last) + " is outside" + where);
}

}  // namespace

Csc Csc::encode(const Dense<std::int16_t>& matrix) {
  if (matrix.rank() != 2) throw Fault("csc: encodes matrices only");
  const auto rows = matrix.shape()[0], columns = matrix.shape()[1];
  if (rows > most_lines || columns > most_lines) throw Fault("csc: rows and columns end at 2^31");

  Csc result{static_cast<std::int32_t>(rows), static_cast<std::int32_t>(columns), {}, {}, {}};
  result.start.assign(columns + 1, 0);
  const auto* element = matrix.values().data();
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) result.start[j + 1] += *element++ != 0;
  }
  for (std::size_t j = 0; j < columns; ++j) result.start[j + 1] += result.start[j];
  result.row.resize(result.start[columns]);
  result.value.resize(result.start[columns]);

  std::vector<std::uint32_t> next(result.start.begin(), result.start.end() - 1);
  element = matrix.values().data();
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j, ++element) {
      if (*element == 0) continue;
      const auto at = next[j]++;
      result.row[at] = static_cast<std::uint32_t>(i);
      result.value[at] = *element;
    }
  }
  return result;
}

Dense<std::int16_t> Csc::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  for (std::int32_t j = 0; j < columns; ++j) {
    for (auto k = start[j]; k < start[j + 1]; ++k) matrix(row[k], j) = value[k];
  }
  return matrix;
}

std::vector<Csc> Csc::split_rows(int parts) const {
  if (parts < 1 || rows % parts != 0) throw Fault("csc: rows do not divide");
  const auto height = static_cast<std::uint32_t>(rows / parts);
  std::vector<Csc> split(static_cast<std::size_t>(parts), {rows / parts, columns, {0}, {}, {}});
  for (std::int32_t j = 0; j < columns; ++j) {
    for (auto k = start[j]; k < start[j + 1]; ++k) {
      auto& part = split[row[k] / height];
      part.row.push_back(row[k] % height);
      part.value.push_back(value[k]);
    }
    for (auto& part : split) part.start.push_back(static_cast<std::uint32_t>(part.row.size()));
  }
  return split;
}

void Csc::check() const {
  if (rows < 0 || columns < 0) throw Fault("csc: a negative dimension");
  if (start.size() != static_cast<std::size_t>(columns) + 1) {
    throw Fault("csc: there must be one pointer per column and one more");
  }
  if (row.size() != value.size()) throw Fault("csc: rows and values differ in number");
  if (start.front() != 0 || start.back() != row.size()) {
    throw Fault("csc: the pointers do not span the entries");
  }
  if (!std::is_sorted(start.begin(), start.end())) throw Fault("csc: the pointers descend");
  for (std::int32_t j = 0; j < columns; ++j) check_column(*this, j);
}

FormatBits Csc::bits(int value_bits) const {
  const auto row_bits = rows > 1 ? std::bit_width(static_cast<std::uint32_t>(rows - 1)) : 0;
  const auto pointer_bits = std::bit_width(value.size());
  return {
      .values = nonzeros() * value_bits,
      .indices = nonzeros() * static_cast<std::int64_t>(row_bits),
      .tables = static_cast<std::int64_t>(start.size()) * static_cast<std::int64_t>(pointer_bits)};
}

}  // namespace sim::tensor
