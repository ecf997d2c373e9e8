// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/aligned_csc.h"

#include <utility>

#include "sim/tensor/zero_run.h"

namespace sim::tensor {
namespace {

// After a column: whoever has not reached the oldest word that may still be buffered is filled up.
void keep_together(std::vector<AlignedCsc::Slice>& slices, const AlignedCsc::Window& window) {
  std::size_t most = 0;
  for (const auto& slice : slices) most = std::max(most, slice.entries.size());
  const auto buffers_begun = (most + window.words - 1) / window.words;
  if (buffers_begun <= window.buffers) return;
  const auto oldest = (buffers_begun - window.buffers) * window.words;
  for (auto& slice : slices) {
    if (slice.entries.size() < oldest) slice.entries.resize(oldest, {0, 0});
  }
}

}  // namespace

AlignedCsc AlignedCsc::encode(const Csc& matrix, int processing_elements, int index_bits,
                              Window window) {
  if (processing_elements < 1) throw Fault("aligned csc: no processing element");
  if (index_bits < 1 || index_bits > 16) throw Fault("aligned csc: indices have 1 to 16 bits");
  if (window.words < 1 || window.buffers < 1) throw Fault("aligned csc: an empty window");
  const auto n = static_cast<std::uint32_t>(processing_elements);
  AlignedCsc result{matrix.rows, matrix.columns, index_bits, std::vector<Slice>(n)};
  for (auto& slice : result.slices) slice.start.push_back(0);
  std::vector<std::uint32_t> next(n);  // the local row that a gap is counted from
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    std::fill(next.begin(), next.end(), 0u);
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      const auto pe = matrix.row[k] % n, local_row = matrix.row[k] / n;
      auto& entries = result.slices[pe].entries;
      const auto run = zero_run<std::uint16_t>(local_row - next[pe], index_bits);
      entries.insert(entries.end(), run.fillers, {0, filler_zeros<std::uint16_t>(index_bits)});
      entries.push_back({matrix.value[k], run.zeros});
      next[pe] = local_row + 1;
    }
    keep_together(result.slices, window);
    for (auto& slice : result.slices) {
      slice.start.push_back(static_cast<std::uint32_t>(slice.entries.size()));
    }
  }
  return result;
}

Csc AlignedCsc::to_csc() const {
  Csc result{rows, columns, {0}, {}, {}};
  std::vector<std::pair<std::uint32_t, std::int16_t>> column;
  for (std::int32_t j = 0; j < columns; ++j) {
    column.clear();
    for (std::uint32_t pe = 0; pe < slices.size(); ++pe) {
      const auto& slice = slices[pe];
      std::uint32_t local_row = 0;
      for (auto k = slice.start[j]; k < slice.start[j + 1]; ++k, ++local_row) {
        local_row += slice.entries[k].zeros;
        const auto row = local_row * static_cast<std::uint32_t>(slices.size()) + pe;
        if (slice.entries[k].value != 0) column.emplace_back(row, slice.entries[k].value);
      }
    }
    std::sort(column.begin(), column.end());
    for (const auto& [row, value] : column) {
      result.row.push_back(row);
      result.value.push_back(value);
    }
    result.start.push_back(static_cast<std::uint32_t>(result.row.size()));
  }
  return result;
}

std::uint32_t AlignedCsc::words(std::int32_t first_column, std::int32_t end_column) const {
  std::uint32_t most = 0;
  for (const auto& slice : slices) {
    most = std::max(most, slice.entries_in(first_column, end_column));
  }
  return most;
}

std::int64_t AlignedCsc::stored() const {
  std::int64_t sum = 0;
  for (const auto& slice : slices) sum += static_cast<std::int64_t>(slice.entries.size());
  return sum;
}

std::int64_t AlignedCsc::fillers() const {
  std::int64_t sum = 0;
  for (const auto& slice : slices) {
    sum += std::count_if(slice.entries.begin(), slice.entries.end(),
                         [](Entry entry) { return entry.value == 0; });
  }
  return sum;
}

FormatBits AlignedCsc::bits(int value_bits, int pointer_bits) const {
  const auto entries = std::int64_t{words()} * processing_elements();
  const auto pointers = std::int64_t{processing_elements()} * (std::int64_t{columns} + 1);
  return {.values = entries * value_bits,
          .indices = entries * index_bits,
          .tables = pointers * pointer_bits};
}

}  // namespace sim::tensor
