// SPDX-License-Identifier: Apache-2.0
// What a burst of two-row activations, bit counts, shifts and additions gives: the partial dot
// products of one written item with items that stay in a sub-array, over a segment of the terms.
//
//   sum over planes j, k of  coefficient j x coefficient k x count of ones(row j AND row k)
//
// Where the bits of affine weights are sensed as levels -1 and +1, with XOR (A: activations, j; W:
// weights, k, whose coefficients are twice the levels'):
//
//   sum of  coefficient j x coefficient k / 2 x (ones(W k) - ones(A j XOR W k))
#pragma once

#include <cstdint>

#include "arch/sot_mram/parts/operand_planes.h"

namespace arch::sot_mram {

/// Adds one product for each of the `count` resident items from `first` on. `resident` has the
/// layout lanes, `written` the layout rows.
void add_products(const OperandPlanes& resident, std::size_t first, std::size_t count,
                  const OperandPlanes& written, std::size_t item, std::size_t segment,
                  std::int64_t* sums);

/// The same for affine weights by XOR. The ones of the weights' rows are known when they are
/// written. `weights_stay`: whether they are the resident operand.
void add_level_products(const OperandPlanes& resident, std::size_t first, std::size_t count,
                        const OperandPlanes& written, std::size_t item, std::size_t segment,
                        bool weights_stay, std::int64_t* sums);

}  // namespace arch::sot_mram
