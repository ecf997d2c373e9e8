// SPDX-License-Identifier: Apache-2.0
// How a weight matrix is made up of kernels.
#pragma once

#include <cstdint>

namespace sim::workload::pruning {

/// A matrix of (rows, columns) without its bias; the columns of a convolution's are (channels,
/// kernel height, kernel width), its filters' groups one after the other.
struct Geometry {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int kernel_height = 1;
  int kernel_width = 1;
  int groups = 1;

  std::int32_t kernel_area() const { return kernel_height * kernel_width; }
  std::int32_t channels() const { return columns / kernel_area(); }
  std::int32_t rows_per_group() const { return rows / groups; }
  std::int64_t size() const { return std::int64_t{rows} * columns; }
};

}  // namespace sim::workload::pruning
