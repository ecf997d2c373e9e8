// SPDX-License-Identifier: Apache-2.0
// Sparse matrix read (EIE Fig. 4b): a wide SRAM whose line holds several entries. A line is read
// when the stream of entries enters it and stays in a register, also from one column to the next.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

#include "arch/eie/parts/pointer_read.h"

namespace arch::eie {

class MatrixRead {
 public:
  using Entry = sim::tensor::RelativeCsc::Entry;

  explicit MatrixRead(int entries_per_line)
      : entries_per_line_(static_cast<std::uint32_t>(entries_per_line)),
        shift_(std::has_single_bit(entries_per_line_) ? std::countr_zero(entries_per_line_) : -1) {}

  /// Fills the SRAM with the entries of a slice from column `first_column` on.
  void load(const sim::tensor::RelativeCsc::Slice& slice, std::int32_t first_column = 0) {
    entries_ = slice.entries;
    first_ = slice.start(first_column);
    unread_ = 0;
  }
  /// The entries of a column; adds the lines that it is the first to need to `reads`. Columns
  /// ascend from one load to the next.
  std::span<const Entry> read(ColumnRange column, std::int64_t& reads) {
    if (column.size() == 0) return {};
    const auto first = std::max(line_of(column.begin - first_), unread_);
    const auto end = line_of(column.end - first_ + entries_per_line_ - 1);
    reads += end - first;
    unread_ = end;
    return {entries_ + column.begin, column.size()};
  }

 private:
  // A division costs more than all the rest of a column.
  std::uint32_t line_of(std::uint32_t entry) const {
    return shift_ >= 0 ? entry >> shift_ : entry / entries_per_line_;
  }

  std::uint32_t entries_per_line_;
  int shift_;
  const Entry* entries_ = nullptr;
  std::uint32_t first_ = 0;   ///< entry at the beginning of line 0
  std::uint32_t unread_ = 0;  ///< the line in the register is the one before
};

}  // namespace arch::eie
