// SPDX-License-Identifier: Apache-2.0
// The non-zeros of a weight matrix kernel by kernel.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct KernelEntry {
  std::uint32_t row;    ///< the filter
  std::uint32_t place;  ///< in the kernel
  std::int16_t value;
};

/// Calls with (channel, entries) for every input channel: its non-zeros in the order of filters,
/// each kernel's in the order of places. The columns of `matrix` are (channels, places). Fault if
/// they are not a multiple of `kernel_area`.
template <class Call>
void for_each_channel(const Csc& matrix, int kernel_area, Call call) {
  if (kernel_area < 1 || matrix.columns % kernel_area != 0) {
    throw Fault("kernel order: columns are no whole kernels");
  }
  std::vector<KernelEntry> entries;
  std::vector<std::uint32_t> next(static_cast<std::size_t>(matrix.rows) + 1);
  for (std::int32_t first = 0; first < matrix.columns; first += kernel_area) {
    const auto begin = matrix.start[first], end = matrix.start[first + kernel_area];
    entries.resize(end - begin);
    if (kernel_area > 1) {
      std::fill(next.begin(), next.end(), 0);
      for (auto k = begin; k < end; ++k) ++next[matrix.row[k] + 1];
      for (std::size_t i = 1; i < next.size(); ++i) next[i] += next[i - 1];
    }
    for (int place = 0; place < kernel_area; ++place) {
      for (auto k = matrix.start[first + place]; k < matrix.start[first + place + 1]; ++k) {
        const auto at = kernel_area > 1 ? next[matrix.row[k]]++ : k - begin;
        entries[at] = {matrix.row[k], static_cast<std::uint32_t>(place), matrix.value[k]};
      }
    }
    call(first / kernel_area, std::span<const KernelEntry>(entries));
  }
}

}  // namespace sim::tensor
