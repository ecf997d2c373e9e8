// SPDX-License-Identifier: Apache-2.0
// ISAAC's encoding (section V): a weight w of B bits is stored as w + 2^(B-1), and 2^(B-1) times
// the sum of the inputs is subtracted again. A column whose levels add up to more than half of
// their highest sum is stored flipped, every level l as top - l: its sums are then top x (sum of
// the inputs) - sum, so that no sum exceeds half of the range and the ADC saves a bit.
#pragma once

#include "arch/memristor/parts/encoded_array.h"

namespace arch::memristor {

/// `unit` is a column or a counter. A UserError for weights that do not fit.
EncodedArray encode_offset(const Weights& weights, const WeightFormat& format, bool flip,
                           Unit unit);

}  // namespace arch::memristor
