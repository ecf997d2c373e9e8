// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/parts/arithmetic_unit.h"

#include <algorithm>

namespace arch::eie {

void ArithmeticUnit::begin(const sim::tensor::Codebook& codebook) {
  weights_.resize(std::size_t{1} << codebook.bits());
  for (std::size_t code = 0; code < codebook.size(); ++code) {
    weights_[code] = codebook.value(static_cast<std::uint8_t>(code));
  }
  std::fill(sums_.begin(), sums_.end(), 0);
  last_ = nullptr;
}

}  // namespace arch::eie
