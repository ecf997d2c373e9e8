// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/dense_weights.h"

#include <cmath>

#include "sim/base/philox_words.h"

namespace sim::workload::pruning {

DenseWeights::DenseWeights(std::int32_t rows, std::int32_t columns, std::int64_t seed,
                           std::uint64_t stream)
    : rows_(rows),
      columns_(columns),
      seed_(static_cast<std::uint64_t>(seed)),
      stream_(stream),
      pitch_((static_cast<std::size_t>(rows) + philox_words_at_once - 1) / philox_words_at_once *
             philox_words_at_once) {
  const NormalTail tail(1);
  for (std::size_t bin = 0; bin < NormalTail::bins; ++bin) {
    const auto magnitude = tail.magnitude(bin);
    energy_[bin] = static_cast<std::uint32_t>(std::llround(std::ldexp(magnitude * magnitude, 24)));
  }
}

void DenseWeights::draw(std::int32_t column, std::span<std::uint32_t> words) const {
  for (std::size_t row = 0; row < pitch_; row += philox_words_at_once) {
    philox_words({static_cast<std::uint32_t>(row / 4), static_cast<std::uint32_t>(column),
                  static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)},
                 {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)},
                 words.subspan(row).first<philox_words_at_once>());
  }
}

}  // namespace sim::workload::pruning
