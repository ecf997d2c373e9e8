// SPDX-License-Identifier: Apache-2.0
// The arithmetic units of PE n of all channels: b[row] += weight * activation, one entry per cycle.
// All channels get the same entry in the same cycle and differ in their activations only. Fillers
// take their cycle and add nothing. Sums are exact 64-bit integers.
//
// The sums have no influence on time, so a matrix is multiplied in one go, when its last column has
// passed: the host's caches thank us.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/tensor/aligned_csc.h"

namespace arch::ese {

class ArithmeticUnit {
 public:
  /// Of a PE with `local_rows` rows, in `lanes` channels.
  ArithmeticUnit(std::size_t local_rows, std::size_t lanes)
      : lanes_(lanes), sums_(local_rows * lanes) {}

  /// The product of a PE's slice and a (columns, lanes) operand, from 0: (local rows, lanes).
  const std::vector<std::int64_t>& multiply(const sim::tensor::AlignedCsc::Slice& slice,
                                            const std::vector<std::int16_t>& operand);

 private:
  std::size_t lanes_;
  std::vector<std::int64_t> sums_;
};

}  // namespace arch::ese
