// SPDX-License-Identifier: Apache-2.0
// Shift-and-add unit (ISAAC section IV, "S+A"): merges what the ADC delivers for the slices of the
// inputs and of the weights into signed products. Sums are exact 64-bit integers, and the order of
// additions does not matter: slices of the inputs are added up by column, slices of the weights
// are merged once at the end.
// Not modelled: registers narrower than the sums.
#pragma once

#include <span>
#include <vector>

#include "arch/memristor/parts/encoded_array.h"

namespace arch::memristor {

class ShiftAndAdd {
 public:
  explicit ShiftAndAdd(int columns) : sums_(static_cast<std::size_t>(columns)) {}

  /// Adds the columns' values of one read, times 2^shift; where exactly one of the column's sign
  /// mask and `negative` says so, subtracts them.
  void add(std::span<const std::int32_t> values, std::span<const std::int64_t> sign_masks,
           int shift, bool negative);
  /// The same for the sum of the inputs where it is counted digitally.
  void add_unit(std::int64_t value, int shift, bool negative);

  /// Adds the products to `products`, one for each output of the array, and begins anew.
  void merge(const EncodedArray& array, std::span<std::int64_t> products);

 private:
  std::vector<std::int64_t> sums_;
  std::int64_t unit_ = 0;
};

}  // namespace arch::memristor
