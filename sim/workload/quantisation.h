// SPDX-License-Identifier: Apache-2.0
// Real values to integers: linearly, or through a codebook of shared values. An exact zero stays
// zero; with a codebook a non-zero never becomes zero.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/workload/clustering.h"
#include "sim/workload/network.h"

namespace sim::workload {

class Quantiser {
 public:
  /// For a tensor whose distinct non-zero values, ascending, are `values`.
  Quantiser(const std::vector<Weighted>& values, const Quantisation& quantisation);

  std::int16_t integer(double value) const { return value == 0 ? 0 : integer_of_nonzero(value); }
  std::int16_t integer_of_nonzero(double value) const;

 private:
  std::vector<double> centroids_;  ///< empty: linear
  double scale_ = 1;
  double largest_;
};

}  // namespace sim::workload
