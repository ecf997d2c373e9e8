// SPDX-License-Identifier: Apache-2.0
// Magnitudes of normally distributed values by rank, from a table.
#pragma once

#include <array>
#include <cstddef>

namespace sim::workload {

/// Magnitudes of the values whose rank (1 = smallest magnitude ... 0 = largest) is below `top`, in
/// bins of equal probability; bin 0 holds the largest.
class NormalTail {
 public:
  static constexpr std::size_t bins = 4096;
  /// `top` is in (0, 1]: the share of all values that is kept.
  explicit NormalTail(double top);
  /// In standard deviations; always positive.
  double magnitude(std::size_t bin) const { return magnitude_[bin]; }

 private:
  std::array<double, bins> magnitude_;
};

}  // namespace sim::workload
