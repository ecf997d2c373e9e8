// SPDX-License-Identifier: Apache-2.0
// FORMS' encoding (Yuan et al., ISCA 2021): the weights of an output are cut into fragments of m
// consecutive rows, and the non-zero weights of a fragment have one sign. Cells hold magnitudes;
// one sign per fragment and output tells the shift-and-add to add or subtract. Only the rows of
// one fragment are active in a read.
#pragma once

#include "arch/memristor/parts/encoded_array.h"

namespace arch::memristor {

/// Magnitudes of format.bits bits. A UserError for weights that do not fit, or fragments with
/// weights of both signs.
EncodedArray encode_fragments(const Weights& weights, const WeightFormat& format,
                              int fragment_rows);

}  // namespace arch::memristor
