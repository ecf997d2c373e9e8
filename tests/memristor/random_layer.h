// SPDX-License-Identifier: Apache-2.0
// Random layers for crossbars, and their exact products.
#pragma once

#include <span>

#include "arch/memristor/parts/crossbar_matrix.h"

namespace arch::memristor::test {

/// inputs x weights.
std::vector<std::int64_t> dot_products(const Weights& weights,
                                       std::span<const std::int32_t> inputs);

/// A random design of the encoding, its weights and inputs; `lossless` means an ADC whose range
/// has every sum.
struct RandomLayer {
  CrossbarDesign design;
  Weights weights;
  std::vector<std::int32_t> inputs;
};
RandomLayer random_layer(Encoding encoding, bool lossless);

}  // namespace arch::memristor::test
