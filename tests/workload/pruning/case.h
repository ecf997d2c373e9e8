// SPDX-License-Identifier: Apache-2.0
// A layer's weights before and after pruning, and how much of their energy stays where.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "sim/tensor/dense.h"
#include "sim/workload/synthesis.h"

namespace sim::workload::pruning {

using Matrix = tensor::Dense<std::int16_t>;

/// (rows, columns) of some convolution: groups divide the filters.
Geometry any_geometry(int most_filters = 24, int most_channels = 9, int most_kernel = 4);

class Case {
 public:
  Case(const Geometry& geometry, const Structure& structure, double density = 1,
       std::int64_t seed = 1);

  const Geometry& geometry() const { return geometry_; }
  bool keeps(std::int32_t row, std::int32_t column) const;
  std::int64_t kept() const { return kept_; }
  /// Square of a weight's magnitude before pruning.
  std::uint64_t energy(std::int32_t row, std::int32_t column) const;
  /// Its place in the order of magnitudes, which is finer than their energies: 0 is the largest.
  std::uint32_t rank(std::int32_t row, std::int32_t column) const;
  /// With the same scale: before pruning, and after it.
  const Matrix& dense() const { return dense_; }
  const Matrix& pruned() const { return pruned_; }
  /// Of rows [row, row + rows) x columns [column, column + columns), as far as they exist.
  std::uint64_t energy_of(std::int32_t row, std::int32_t column, std::int32_t rows,
                          std::int32_t columns) const;
  std::int64_t kept_of(std::int32_t row, std::int32_t column, std::int32_t rows,
                       std::int32_t columns) const;

 private:
  Geometry geometry_;
  Matrix dense_, pruned_;
  std::int64_t kept_;
  tensor::Dense<std::uint64_t> energy_;
  tensor::Dense<std::uint32_t> rank_;
};

}  // namespace sim::workload::pruning
