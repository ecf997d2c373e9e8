// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/parts/arithmetic_unit.h"

#include <algorithm>

namespace arch::eie {

void ArithmeticUnit::begin(const sim::tensor::Codebook& codebook) {
  work_off();
  weights_.resize(std::size_t{1} << codebook.bits());
  for (std::size_t code = 0; code < codebook.size(); ++code) {
    weights_[code] = codebook.value(static_cast<std::uint8_t>(code));
  }
  std::fill(sums_.begin(), sums_.end(), 0);
  last_ = nullptr;
}

void ArithmeticUnit::work_off() {
  const auto* const weights = weights_.data();
  for (const auto& column : std::span(columns_).first(collected_)) {
    if (column.size == 0) continue;
    const std::span entries(column.first, column.size);
    auto* sum = sums_.data();
    const auto first = entries.front();
    bypasses_ += sum + first.zeros == last_ && first.code != 0;
    std::int64_t fillers = 0;
    for (const auto entry : entries) {
      sum += entry.zeros;
      *sum++ += weights[entry.code] * column.activation;
      fillers += entry.code == 0;
    }
    last_ = sum - 1;
    entries_ += static_cast<std::int64_t>(column.size);
    fillers_ += fillers;
  }
  collected_ = 0;
}

}  // namespace arch::eie
