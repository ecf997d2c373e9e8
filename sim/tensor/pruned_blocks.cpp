// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/pruned_blocks.h"

namespace sim::tensor {
namespace {

std::size_t bits_below(std::uint64_t bits, std::uint64_t position) {
  return static_cast<std::size_t>(std::popcount(bits & ((std::uint64_t{1} << position) - 1)));
}

std::size_t area(const PrunedBlocks::Block& block) {
  return static_cast<std::size_t>(std::popcount(block.rows)) *
         static_cast<std::size_t>(std::popcount(block.columns));
}

}  // namespace

PrunedBlocks PrunedBlocks::encode(const Csc& matrix, int block_rows, int block_columns) {
  if (block_rows < 1 || block_columns < 1 || block_rows > 64 || block_columns > 64) {
    throw Fault("pruned blocks: blocks have 1 to 64 rows and columns");
  }
  PrunedBlocks result{matrix.rows, matrix.columns, block_rows, block_columns, {}, {}};
  const auto height = static_cast<std::uint32_t>(block_rows);
  const auto down = (static_cast<std::uint32_t>(matrix.rows) + height - 1) / height;
  const auto across = (matrix.columns + block_columns - 1) / block_columns;
  result.blocks.resize(static_cast<std::size_t>(down) * static_cast<std::size_t>(across));
  const auto for_each = [&](auto call) {
    for (std::int32_t j = 0; j < matrix.columns; ++j) {
      auto* below = result.blocks.data() + static_cast<std::size_t>(j / block_columns) * down;
      const auto place = static_cast<std::uint64_t>(j % block_columns);
      for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
        call(below[matrix.row[k] / height], std::uint64_t{matrix.row[k] % height}, place, k);
      }
    }
  };
  for_each([](Block& block, std::uint64_t row, std::uint64_t column, std::uint32_t) {
    block.rows |= std::uint64_t{1} << row;
    block.columns |= std::uint64_t{1} << column;
  });
  std::size_t values = 0;
  for (auto& block : result.blocks) {
    block.first = values;
    values += area(block);
  }
  result.value.resize(values);
  for_each([&](Block& block, std::uint64_t row, std::uint64_t column, std::uint32_t k) {
    const auto kept_rows = static_cast<std::size_t>(std::popcount(block.rows));
    result.value[block.first + bits_below(block.columns, column) * kept_rows +
                 bits_below(block.rows, row)] = matrix.value[k];
  });
  return result;
}

Dense<std::int16_t> PrunedBlocks::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  const auto height = static_cast<std::size_t>(block_rows);
  const auto width = static_cast<std::size_t>(block_columns);
  const auto down = (static_cast<std::size_t>(rows) + height - 1) / height;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    auto next = blocks[b].first;
    for (auto c = blocks[b].columns; c != 0; c &= c - 1) {
      const auto column = b / down * width + static_cast<std::size_t>(std::countr_zero(c));
      for (auto r = blocks[b].rows; r != 0; r &= r - 1) {
        matrix(b % down * height + static_cast<std::size_t>(std::countr_zero(r)), column) =
            value[next++];
      }
    }
  }
  return matrix;
}

FormatBits PrunedBlocks::bits(int value_bits) const {
  return {.values = static_cast<std::int64_t>(value.size()) * value_bits,
          .indices = static_cast<std::int64_t>(blocks.size()) * (block_rows + block_columns)};
}

}  // namespace sim::tensor
