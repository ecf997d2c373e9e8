// SPDX-License-Identifier: Apache-2.0
// The definition of a product on crossbars with ideal cells, written out cell by cell in plain
// loops and without anything of parts/ but the design: the judge of the parts where the ADC clips
// or rounds, so that the exact product is not what comes out. Slow.
#pragma once

#include <span>

#include "arch/memristor/config.h"
#include "arch/memristor/parts/crossbar_matrix.h"
#include "sim/machine/machine.h"

namespace arch::memristor {

struct DefinedProduct {
  std::vector<std::int64_t> products;
  ReadCounts counts;
};

/// inputs x weights (inputs, outputs), cut into arrays as CrossbarMatrix cuts them. Effects of
/// devices are left out.
DefinedProduct defined_product(const Weights& weights, std::span<const std::int32_t> inputs,
                               const CrossbarDesign& design);

/// A layer's sums by definition, bias included: of arrays with ideal cells by defined_product(); of
/// real devices, whose random numbers are part of the definition, by all arrays at once.
std::vector<std::int64_t> defined_sums(const Config& config, const sim::machine::LayerJob& job);

}  // namespace arch::memristor
