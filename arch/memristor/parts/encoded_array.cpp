// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/encoded_array.h"

#include <fmt/format.h>

#include "sim/base/errors.h"

namespace arch::memristor {

EncodedArray empty_array(std::size_t rows, std::size_t outputs, const WeightFormat& format,
                         int group_rows, Unit unit) {
  const auto columns =
      outputs * static_cast<std::size_t>(format.slices()) + (unit == Unit::column ? 1 : 0);
  EncodedArray array;
  array.levels = Levels({rows, columns});
  array.format = format;
  array.group_rows = group_rows;
  array.sign_masks =
      sim::tensor::Dense<std::int64_t>({static_cast<std::size_t>(array.groups()), columns});
  array.unit = unit;
  if (unit != Unit::none) array.unit_factors.resize(outputs);
  return array;
}

void place_slices(Levels& levels, std::size_t row, std::size_t column, std::uint32_t magnitude,
                  const WeightFormat& format) {
  const auto slices = static_cast<std::size_t>(format.slices());
  const auto top = static_cast<std::uint32_t>(format.top_level());
  for (std::size_t s = 0; s < slices; ++s, magnitude >>= format.cell_bits) {
    levels(row, column + s) = static_cast<std::uint8_t>(magnitude & top);
  }
}

void check_range(const Weights& weights, std::int64_t low, std::int64_t high, const char* range,
                 const WeightFormat& format) {
  const auto columns = weights.shape()[1];
  std::size_t outside = 0, first = 0;
  for (std::size_t i = weights.size(); i-- > 0;) {
    const auto weight = weights.values()[i];
    if (weight >= low && weight <= high) continue;
    ++outside;
    first = i;
  }
  if (outside == 0) return;
  throw sim::UserError(fmt::format(
      "{} of {} weights are outside {} of {} bits, {} to {}; the first is {} (input {}, output {})",
      outside, weights.size(), range, format.bits, low, high, weights.values()[first],
      first / columns, first % columns));
}

}  // namespace arch::memristor
