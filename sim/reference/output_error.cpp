// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/output_error.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "sim/base/errors.h"

namespace sim::reference {

void OutputError::add(std::span<const std::int64_t> ideal, std::span<const std::int64_t> actual) {
  if (ideal.size() != actual.size()) throw Fault("outputs of different number are compared");
  for (std::size_t i = 0; i < ideal.size(); ++i) {
    const auto difference = std::abs(actual[i] - ideal[i]);
    different_ += difference != 0;
    largest_ = std::max(largest_, difference);
    const auto error = static_cast<double>(difference), wanted = static_cast<double>(ideal[i]);
    squared_differences_ += error * error;
    squared_ideals_ += wanted * wanted;
  }
  outputs_ += static_cast<std::int64_t>(ideal.size());
}

double OutputError::root_mean_square() const {
  return outputs_ == 0 ? 0 : std::sqrt(squared_differences_ / static_cast<double>(outputs_));
}

std::optional<double> OutputError::relative() const {
  if (different_ == 0) return 0;
  if (squared_ideals_ == 0) return std::nullopt;
  return std::sqrt(squared_differences_ / squared_ideals_);
}

}  // namespace sim::reference
