// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/darb.h"

#include <span>

#include "sim/tensor/csr.h"

namespace sim::tensor {
namespace {

bool has_one_per_block(std::span<const std::uint32_t> columns, int size_bits) {
  for (std::size_t k = 1; k < columns.size(); ++k) {
    if (columns[k] >> size_bits == columns[k - 1] >> size_bits) return false;
  }
  return true;
}

std::size_t blocks_in(std::int32_t columns, int size_bits) {
  return (static_cast<std::size_t>(columns) + (std::size_t{1} << size_bits) - 1) >> size_bits;
}

}  // namespace

Darb Darb::encode(const Csc& matrix, int largest_block) {
  if (largest_block < 1 || largest_block > 65536 || (largest_block & (largest_block - 1)) != 0) {
    throw Fault("darb: the largest block is no power of two up to 65536");
  }
  const auto csr = Csr::encode(matrix);
  Darb result{matrix.columns, index_width(static_cast<std::uint64_t>(largest_block)), {}, {}};
  for (std::size_t i = 0; i + 1 < csr.start.size(); ++i) {
    const auto count = csr.start[i + 1] - csr.start[i];
    const std::span columns(csr.column.data() + csr.start[i], count);
    int size_bits = result.largest_size_bits;
    while (!has_one_per_block(columns, size_bits)) --size_bits;
    const auto first = result.blocks.size();
    result.rows.push_back({static_cast<std::uint8_t>(size_bits), first});
    result.blocks.resize(first + blocks_in(matrix.columns, size_bits));
    for (std::size_t k = 0; k < count; ++k) {
      const auto position = columns[k] & ((1u << size_bits) - 1);
      result.blocks[first + (columns[k] >> size_bits)] = {csr.value[csr.start[i] + k],
                                                          static_cast<std::uint16_t>(position)};
    }
  }
  return result;
}

Dense<std::int16_t> Darb::decode() const {
  Dense<std::int16_t> matrix({rows.size(), static_cast<std::size_t>(columns)});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto count = blocks_in(columns, rows[i].size_bits);
    for (std::size_t b = 0; b < count; ++b) {
      const auto& block = blocks[rows[i].first + b];
      if (block.value != 0) matrix(i, (b << rows[i].size_bits) + block.position) = block.value;
    }
  }
  return matrix;
}

FormatBits Darb::bits(int value_bits) const {
  FormatBits bits;
  for (const auto& row : rows) {
    const auto count = static_cast<std::int64_t>(blocks_in(columns, row.size_bits));
    bits.values += count * value_bits;
    bits.indices += count * row.size_bits;
  }
  const auto sizes = static_cast<std::uint64_t>(largest_size_bits) + 1;
  bits.tables = static_cast<std::int64_t>(rows.size()) * index_width(sizes);
  return bits;
}

}  // namespace sim::tensor
