// SPDX-License-Identifier: Apache-2.0
// Pointer read (EIE Fig. 4b): two single-ported SRAM banks, chosen by the least bit of the column,
// so that a column's begin and end are read in the same cycle.
#pragma once

#include <cstdint>

#include "sim/tensor/relative_csc.h"

namespace arch::eie {

/// Where a column's entries stand in the matrix memory.
struct ColumnRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t size() const { return end - begin; }
};

class PointerRead {
 public:
  void load(const sim::tensor::RelativeCsc::Slice& slice) { slice_ = slice; }
  ColumnRange read(std::int32_t column) const {
    const auto* const begin = slice_.pointer + static_cast<std::size_t>(column) * slice_.distance;
    return {*begin, begin[slice_.distance]};
  }

 private:
  sim::tensor::RelativeCsc::Slice slice_{};
};

}  // namespace arch::eie
