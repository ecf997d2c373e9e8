// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/array_unit.h"

#include <utility>

#include "sim/base/errors.h"

namespace arch::memristor {

ArrayUnit::ArrayUnit(EncodedArray encoded, const Adc& adc,
                     const std::optional<DeviceEffects>& effects, std::uint32_t number)
    : encoded_(std::move(encoded)),
      cells_(encoded_.levels, encoded_.format.cell_bits),
      adc_(adc),
      shift_and_add_(encoded_.columns()),
      values_(cells_.room()) {
  if (!effects) return;
  devices_.emplace(encoded_.levels, encoded_.format.cell_bits, *effects, number);
  currents_.resize(static_cast<std::size_t>(encoded_.columns()));
}

void ArrayUnit::read(const InputSlices& inputs, int slice, Rows group) {
  const auto columns = static_cast<std::size_t>(encoded_.columns());
  if (devices_) {
    devices_->read(inputs, slice, group, currents_);
    counts_.clips += adc_.convert(currents_, values_);
  } else {
    counts_.clips += cells_.read(inputs, slice, group, adc_, values_);
  }
  ++counts_.reads;
  counts_.conversions += static_cast<std::int64_t>(columns);
}

void ArrayUnit::multiply(const InputSlices& inputs, bool skip_zeros,
                         std::span<std::int64_t> products) {
  const auto columns = static_cast<std::size_t>(encoded_.columns());
  if (products.size() != static_cast<std::size_t>(encoded_.outputs())) {
    throw sim::Fault("an array's products have the wrong size");
  }
  for (int g = 0; g < encoded_.groups(); ++g) {
    const auto group = encoded_.group(g);
    const auto masks =
        std::span(encoded_.sign_masks.values()).subspan(static_cast<std::size_t>(g) * columns);
    const int slices = slices_of(inputs, group, skip_zeros);
    for (int slice = 0; slice < slices; ++slice) {
      read(inputs, slice, group);
      const bool negative = inputs.is_negative(slice);
      shift_and_add_.add(values_, masks, inputs.shift(slice), negative);
      if (encoded_.unit != Unit::counter) continue;
      shift_and_add_.add_unit(inputs.digit_sum(slice, group), inputs.shift(slice), negative);
    }
  }
  shift_and_add_.merge(encoded_, products);
}

void ArrayUnit::count(const InputSlices& inputs, bool skip_zeros) {
  const auto needed = reads(inputs, skip_zeros);
  counts_.reads += needed;
  counts_.conversions += needed * encoded_.columns();
}

std::int64_t ArrayUnit::reads(const InputSlices& inputs, bool skip_zeros) const {
  std::int64_t reads = 0;
  for (int g = 0; g < encoded_.groups(); ++g) {
    reads += slices_of(inputs, encoded_.group(g), skip_zeros);
  }
  return reads;
}

}  // namespace arch::memristor
