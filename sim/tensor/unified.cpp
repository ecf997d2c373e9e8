// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/unified.h"

#include <array>
#include <cstdlib>

namespace sim::tensor {
namespace {

using Block = std::array<std::int16_t, 64>;

void add_block(const Block& block, std::size_t in_matrix, Unified& result) {
  const int magnitude = std::abs(int{block[0]});
  bool is_shared = magnitude != 0;
  std::uint64_t negative = 0;
  for (std::size_t i = 0; i < in_matrix; ++i) {
    is_shared = is_shared && std::abs(int{block[i]}) == magnitude;
    negative |= static_cast<std::uint64_t>(block[i] < 0) << i;
  }
  if (is_shared) {
    result.kind.push_back(Unified::Kind::unified);
    result.magnitude.push_back(static_cast<std::uint16_t>(magnitude));
    result.negative.push_back(negative);
  } else {
    result.kind.push_back(Unified::Kind::free);
    result.value.insert(result.value.end(), block.begin(), block.begin() + result.block_rows);
  }
}

}  // namespace

Unified Unified::encode(const Csc& matrix, int block_rows) {
  if (block_rows < 1 || block_rows > 64) throw Fault("unified: blocks have 1 to 64 weights");
  Unified result{matrix.rows, matrix.columns, block_rows, {}, {}, {}, {}};
  const auto rows = static_cast<std::uint32_t>(matrix.rows);
  const auto size = static_cast<std::uint32_t>(block_rows);
  const std::size_t per_column = (rows + size - 1) / size;
  result.kind.reserve(per_column * static_cast<std::size_t>(matrix.columns));
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    const auto all = per_column * (static_cast<std::size_t>(j) + 1);
    for (auto k = matrix.start[j]; k < matrix.start[j + 1];) {
      const auto mine = matrix.row[k] / size;
      result.kind.resize(all - per_column + mine, Kind::pruned);
      Block block{};
      for (; k < matrix.start[j + 1] && matrix.row[k] / size == mine; ++k) {
        block[matrix.row[k] % size] = matrix.value[k];
      }
      add_block(block, std::min(size, rows - mine * size), result);
    }
    result.kind.resize(all, Kind::pruned);
  }
  return result;
}

Dense<std::int16_t> Unified::decode() const {
  const auto height = static_cast<std::size_t>(rows), size = static_cast<std::size_t>(block_rows);
  Dense<std::int16_t> matrix({height, static_cast<std::size_t>(columns)});
  const auto per_column = (height + size - 1) / size;
  std::size_t unified = 0, free = 0;
  for (std::size_t b = 0; b < kind.size(); ++b) {
    if (kind[b] == Kind::pruned) continue;
    const auto first = b % per_column * size, in_matrix = std::min(size, height - first);
    for (std::size_t i = 0; i < in_matrix; ++i) {
      auto& element = matrix(first + i, b / per_column);
      if (kind[b] == Kind::free) {
        element = value[free * size + i];
      } else {
        const int one = magnitude[unified];
        element = static_cast<std::int16_t>((negative[unified] >> i & 1) != 0 ? -one : one);
      }
    }
    (kind[b] == Kind::free ? free : unified) += 1;
  }
  return matrix;
}

FormatBits Unified::bits(int value_bits) const {
  const auto all = static_cast<std::int64_t>(kind.size());
  const auto unified = static_cast<std::int64_t>(magnitude.size());
  const auto free = static_cast<std::int64_t>(value.size()) / block_rows;
  return {.values = unified * (value_bits + block_rows) + free * block_rows * value_bits,
          .indices = 2 * all - free};
}

}  // namespace sim::tensor
