// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/offset_encoding.h"

#include <algorithm>

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

// Flips a column if that makes its sums smaller; whether it did.
bool flip_column(Levels& levels, std::size_t column, int top) {
  const auto rows = levels.shape()[0];
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < rows; ++r) sum += levels(r, column);
  if (2 * sum <= static_cast<std::int64_t>(rows) * top) return false;
  for (std::size_t r = 0; r < rows; ++r) {
    levels(r, column) = static_cast<std::uint8_t>(top - levels(r, column));
  }
  return true;
}

}  // namespace

EncodedArray encode_offset(const Weights& weights, const WeightFormat& format, bool flip,
                           Unit unit) {
  if (unit == Unit::none) throw sim::Fault("the offset encoding needs the sum of the inputs");
  const auto bias = std::int64_t{1} << (format.bits - 1);
  check_range(weights, -bias, bias - 1, "the two's complement", format);
  const auto rows = weights.shape()[0], outputs = weights.shape()[1];
  const auto slices = static_cast<std::size_t>(format.slices());
  auto array = empty_array(rows, outputs, format, static_cast<int>(rows), unit);
  const auto columns = array.levels.shape()[1];
  std::ranges::fill(array.unit_factors, -bias);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t j = 0; j < outputs; ++j) {
      const auto stored = static_cast<std::uint32_t>(weights(r, j) + bias);
      place_slices(array.levels, r, j * slices, stored, format);
    }
    if (unit == Unit::column) array.levels(r, columns - 1) = 1;
  }
  for (std::size_t c = 0; flip && c < outputs * slices; ++c) {
    if (!flip_column(array.levels, c, format.top_level())) continue;
    array.sign_masks(0, c) = -1;
    array.unit_factors[c / slices] += std::int64_t{format.top_level()}
                                      << (c % slices * static_cast<std::size_t>(format.cell_bits));
  }
  return array;
}

}  // namespace arch::memristor
