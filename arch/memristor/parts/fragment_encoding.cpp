// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/fragment_encoding.h"

#include <fmt/format.h>

#include <cstdlib>
#include <optional>
#include <utility>

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

// Whether the weights of these rows are negative; none if there are both signs.
std::optional<bool> sign_of(const Weights& weights, Rows rows, std::size_t output) {
  bool negative = false, positive = false;
  for (int r = rows.first; r < rows.end(); ++r) {
    negative |= weights(r, output) < 0;
    positive |= weights(r, output) > 0;
  }
  if (negative && positive) return std::nullopt;
  return negative;
}

void set_signs(EncodedArray& array, const Weights& weights) {
  const auto outputs = weights.shape()[1];
  const auto slices = static_cast<std::size_t>(array.format.slices());
  std::size_t mixed = 0;
  std::optional<std::pair<int, std::size_t>> first;
  for (int g = 0; g < array.groups(); ++g) {
    for (std::size_t j = 0; j < outputs; ++j) {
      const auto negative = sign_of(weights, array.group(g), j);
      if (!negative) {
        ++mixed;
        if (!first) first = {g, j};
      } else if (*negative) {
        for (std::size_t s = 0; s < slices; ++s) array.sign_masks(g, j * slices + s) = -1;
      }
    }
  }
  if (!first) return;
  const auto rows = array.group(first->first);
  throw sim::UserError(fmt::format(
      "{} of {} fragments have weights of both signs; the first is inputs {} to {} of output {}",
      mixed, static_cast<std::size_t>(array.groups()) * outputs, rows.first, rows.end() - 1,
      first->second));
}

}  // namespace

EncodedArray encode_fragments(const Weights& weights, const WeightFormat& format,
                              int fragment_rows) {
  if (fragment_rows < 1) throw sim::Fault("a fragment needs a row");
  const auto most = (std::int64_t{1} << format.bits) - 1;
  check_range(weights, -most, most, "magnitudes", format);
  const auto rows = weights.shape()[0], outputs = weights.shape()[1];
  const auto slices = static_cast<std::size_t>(format.slices());
  auto array = empty_array(rows, outputs, format, fragment_rows, Unit::none);
  set_signs(array, weights);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t j = 0; j < outputs; ++j) {
      const auto magnitude = static_cast<std::uint32_t>(std::abs(weights(r, j)));
      place_slices(array.levels, r, j * slices, magnitude, format);
    }
  }
  return array;
}

}  // namespace arch::memristor
