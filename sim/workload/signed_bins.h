// SPDX-License-Identifier: Apache-2.0
// Weights as the codes of their magnitudes' bins, until they become integers.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sim/tensor/csc.h"
#include "sim/workload/network.h"
#include "sim/workload/normal_tail.h"

namespace sim::workload {

/// The code of a weight with the magnitude of a bin of NormalTail.
inline std::int16_t signed_bin(std::uint32_t bin, std::uint32_t negative) {
  return static_cast<std::int16_t>(std::min<std::uint32_t>(bin, NormalTail::bins - 1) +
                                   negative * NormalTail::bins);
}

/// Two more codes, whose values are the means of the positive and of the negative weights: makes
/// the first `weights` values ternary.
inline constexpr std::int16_t ternary_positive = 2 * NormalTail::bins;
inline constexpr std::int16_t ternary_negative = 2 * NormalTail::bins + 1;

/// Values that are codes for a tail of `top` become integers; a kept weight never becomes 0.
void quantise_bins(tensor::Csc& matrix, double top, const Quantisation& quantisation);

/// The same after the first `weights` values got the mean of their sign, which is what keeps a
/// ternary matrix nearest to the real one (ternary weight networks, Li et al. 2016, section 2.2).
void quantise_ternary(tensor::Csc& matrix, std::size_t weights, double top,
                      const Quantisation& quantisation);

}  // namespace sim::workload
