// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/function_table.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sim/workload/fixed_point.h"

namespace sim::workload {

FunctionTable FunctionTable::sigmoid(int samples, int range) {
  return {samples, range, [](double x) { return 1 / (1 + std::exp(-x)); }};
}

FunctionTable FunctionTable::tanh(int samples, int range) {
  return {samples, range, [](double x) { return std::tanh(x); }};
}

FunctionTable::FunctionTable(int samples, int range, double (*function)(double))
    : range_(range),
      step_bits_(std::countr_zero(static_cast<unsigned>(range)) + 1 -
                 std::countr_zero(static_cast<unsigned>(samples))) {
  for (int k = 0; k < samples; ++k) {
    const auto argument = -range + std::ldexp(k, step_bits_);
    const auto value = std::llround(std::ldexp(function(argument), fraction_bits));
    samples_.push_back(static_cast<std::int16_t>(std::clamp(value, -32767LL, 32767LL)));
  }
}

std::int16_t FunctionTable::at(std::int64_t argument, int argument_fraction) const {
  const auto from_first = argument + (range_ << argument_fraction);
  const auto sample = without_bits(from_first, argument_fraction + step_bits_);
  const auto last = static_cast<std::int64_t>(samples_.size()) - 1;
  return samples_[static_cast<std::size_t>(std::clamp<std::int64_t>(sample, 0, last))];
}

}  // namespace sim::workload
