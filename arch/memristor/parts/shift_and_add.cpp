// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/shift_and_add.h"

#include <algorithm>

#include "sim/base/vectorised.h"

namespace arch::memristor {
namespace {

//
NZSIM_VECTORISED
void accumulate(std::int64_t* sums, const std::int32_t* values, const std::int64_t* masks,
                std::size_t size, int shift, std::int64_t negative) {
  for (std::size_t i = 0; i < size; ++i) {
    const auto mask = masks[i] ^ negative;  // (v ^ -1) - -1 = -v
    sums[i] += ((std::int64_t{values[i]} << shift) ^ mask) - mask;
  }
}

}  // namespace

void ShiftAndAdd::add(std::span<const std::int32_t> values,
                      std::span<const std::int64_t> sign_masks, int shift, bool negative) {
  accumulate(sums_.data(), values.data(), sign_masks.data(), sums_.size(), shift,
             negative ? -1 : 0);
}

void ShiftAndAdd::add_unit(std::int64_t value, int shift, bool negative) {
  unit_ += negative ? -(value << shift) : value << shift;
}

void ShiftAndAdd::merge(const EncodedArray& array, std::span<std::int64_t> products) {
  if (array.unit == Unit::column) unit_ = sums_.back();
  const int slices = array.format.slices();
  const auto* sum = sums_.data();
  for (std::size_t j = 0; j < products.size(); ++j, sum += slices) {
    for (int s = 0; s < slices; ++s) products[j] += sum[s] << (s * array.format.cell_bits);
    if (!array.unit_factors.empty()) products[j] += array.unit_factors[j] * unit_;
  }
  std::fill(sums_.begin(), sums_.end(), 0);
  unit_ = 0;
}

}  // namespace arch::memristor
