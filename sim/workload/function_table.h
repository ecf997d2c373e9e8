// SPDX-License-Identifier: Apache-2.0
// A function of an LSTM as a table of integers: what stands in the hardware's ROM, and in the
// definition of the exact result.
//
// Sample k of n is the function at -range + k x 2 range / n, as an integer with 15 bits behind the
// binary point; 1 itself becomes 32767 / 32768. An argument takes the nearest sample, of two the
// upper one; beyond the range the first or the last.
#pragma once

#include <cstdint>
#include <vector>

namespace sim::workload {

class FunctionTable {
 public:
  /// Of values between -1 and 1.
  static constexpr int fraction_bits = 15;

  /// `samples` and `range` are powers of two.
  static FunctionTable sigmoid(int samples, int range);
  static FunctionTable tanh(int samples, int range);

  /// The function of argument / 2^argument_fraction.
  std::int16_t at(std::int64_t argument, int argument_fraction) const;
  const std::vector<std::int16_t>& samples() const { return samples_; }

 private:
  FunctionTable(int samples, int range, double (*function)(double));

  std::vector<std::int16_t> samples_;
  std::int64_t range_;
  int step_bits_;  ///< a step is 2^step_bits
};

}  // namespace sim::workload
