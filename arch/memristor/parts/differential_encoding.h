// SPDX-License-Identifier: Apache-2.0
// Differential pair (PRIME, and the ADMM designs of arXiv:1908.11691 and 1908.10017): magnitudes of
// positive weights stand in one array, those of negative weights in another. The sums of the second
// are subtracted after its ADC.
// Not modelled: subtraction of currents before the ADC; levels without a zero (1908.11691 places
// its levels symmetrically around zero and has none for it).
#pragma once

#include <array>

#include "arch/memristor/parts/encoded_array.h"

namespace arch::memristor {

/// The positive and the negative array; magnitudes of format.bits bits. A UserError for weights
/// that do not fit.
std::array<EncodedArray, 2> encode_differential(const Weights& weights, const WeightFormat& format);

}  // namespace arch::memristor
