// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/run_length.h"

#include "sim/tensor/kernel_order.h"
#include "sim/tensor/zero_run.h"

namespace sim::tensor {
namespace {

std::int32_t blocks_of_filters(std::int32_t rows, int filters) {
  return (rows + filters - 1) / filters;
}

}  // namespace

RunLength RunLength::encode(const Csc& matrix, int kernel_area, int filters_per_block,
                            int run_bits) {
  RunLength result{matrix.rows, matrix.columns, kernel_area, filters_per_block, run_bits, {}, {}};
  const auto blocks = static_cast<std::size_t>(blocks_of_filters(matrix.rows, filters_per_block));
  const auto filters = static_cast<std::uint32_t>(filters_per_block);
  const auto area = static_cast<std::uint32_t>(kernel_area);
  result.entries.reserve(matrix.value.size());
  for_each_channel(matrix, kernel_area, [&](std::int32_t, std::span<const KernelEntry> channel) {
    const auto first = result.count.size();
    result.count.resize(first + blocks);
    std::size_t block = 0;
    std::uint64_t next = 0;  // position in the block
    for (const auto& entry : channel) {
      const auto mine = entry.row / filters;
      if (mine != block) next = 0;
      block = mine;
      const auto at = std::uint64_t{entry.row % filters} * area + entry.place;
      const auto run = zero_run(at - next, run_bits);
      result.entries.insert(result.entries.end(), run.fillers, {0, filler_zeros(run_bits)});
      result.entries.push_back({entry.value, run.zeros});
      result.count[first + block] += static_cast<std::uint32_t>(run.fillers) + 1;
      next = at + 1;
    }
  });
  return result;
}

Dense<std::int16_t> RunLength::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  const auto blocks = static_cast<std::size_t>(blocks_of_filters(rows, filters_per_block));
  const auto area = static_cast<std::size_t>(kernel_area);
  const auto* entry = entries.data();
  for (std::size_t i = 0; i < count.size(); ++i) {
    const auto channel = i / blocks, block = i % blocks;
    std::size_t at = block * static_cast<std::size_t>(filters_per_block) * area;
    for (const auto* end = entry + count[i]; entry != end; ++entry, ++at) {
      at += entry->zeros;
      if (entry->value != 0) matrix(at / area, channel * area + at % area) = entry->value;
    }
  }
  return matrix;
}

FormatBits RunLength::bits(int value_bits) const {
  const auto elements = static_cast<std::int64_t>(entries.size());
  const auto longest =
      static_cast<std::uint64_t>(filters_per_block) * static_cast<std::uint64_t>(kernel_area);
  return {.values = elements * value_bits,
          .indices = elements * run_bits,
          .tables = static_cast<std::int64_t>(count.size()) * index_width(longest + 1)};
}

}  // namespace sim::tensor
