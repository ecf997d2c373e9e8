// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/differential_encoding.h"

#include <algorithm>

namespace arch::memristor {

std::array<EncodedArray, 2> encode_differential(const Weights& weights,
                                                const WeightFormat& format) {
  const auto most = (std::int64_t{1} << format.bits) - 1;
  check_range(weights, -most, most, "magnitudes", format);
  const auto rows = weights.shape()[0], outputs = weights.shape()[1];
  const auto slices = static_cast<std::size_t>(format.slices());
  const auto empty = empty_array(rows, outputs, format, static_cast<int>(rows), Unit::none);
  std::array<EncodedArray, 2> pair{empty, empty};
  std::ranges::fill(pair[1].sign_masks.values(), -1);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t j = 0; j < outputs; ++j) {
      const auto weight = weights(r, j);
      const auto positive = static_cast<std::uint32_t>(std::max(weight, 0));
      const auto negative = static_cast<std::uint32_t>(std::max(-weight, 0));
      place_slices(pair[0].levels, r, j * slices, positive, format);
      place_slices(pair[1].levels, r, j * slices, negative, format);
    }
  }
  return pair;
}

}  // namespace arch::memristor
