// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parts/merge_unit.h"

namespace arch::scnn {

MergeUnit::MergeUnit(int banks, int accumulators)
    : row_(padded_banks(banks)), addresses_(static_cast<std::size_t>(accumulators)) {
  for (std::size_t i = 0; i < addresses_.size(); ++i) {
    addresses_[i].bank = static_cast<std::uint32_t>(i) % static_cast<std::uint32_t>(banks);
  }
}

// After 2^32 pairs numbers begin again, and none may look like one of before.
std::uint32_t MergeUnit::next_pair() {
  if (++pair_ != 0) return pair_;
  for (auto& address : addresses_) address.last_pair = 0;
  return pair_ = 1;
}

std::int64_t MergeUnit::merge(const Elements& weights, std::size_t first_vector,
                              std::size_t vectors, std::size_t lanes, const std::int32_t* offsets,
                              int activations) {
  counts_.assign(vectors * row_, 0);
  auto* counts = counts_.data();
  auto* const addresses = addresses_.data();
  const auto* const value = weights.value.data();
  const auto* const offset = weights.offset.data();
  std::int64_t sums = 0;
  for (auto v = first_vector; v < first_vector + vectors; ++v, counts += row_) {
    const auto pair = next_pair();
    for (auto w = v * lanes; w < (v + 1) * lanes; ++w) {
      if (value[w] == 0) continue;
      for (int a = 0; a < activations; ++a) {
        auto& address = addresses[offset[w] + offsets[a]];
        const auto is_new = address.last_pair != pair;  // without a branch: it is hard to predict
        address.last_pair = pair;
        counts[address.bank] = static_cast<std::uint8_t>(counts[address.bank] + is_new);
        sums += is_new;
      }
    }
  }
  return sums;
}

}  // namespace arch::scnn
