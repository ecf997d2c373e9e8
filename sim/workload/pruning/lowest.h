// SPDX-License-Identifier: Apache-2.0
// The largest of a few weights.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "sim/workload/pruning/dense_weights.h"

namespace sim::workload::pruning {

/// The positions of the n lowest ranks of at most 64, as bits; the first of equals. All of them if
/// there are no more than n. Changes the ranks.
inline std::uint64_t take_lowest(std::span<Rank> ranks, int n) {
  constexpr auto taken = std::numeric_limits<Rank>::max();
  std::uint64_t positions = 0;
  for (int i = 0; i < n; ++i) {
    std::size_t lowest = 0;
    for (std::size_t p = 1; p < ranks.size(); ++p) {
      if (ranks[p] < ranks[lowest]) lowest = p;
    }
    if (ranks[lowest] == taken) break;
    ranks[lowest] = taken;
    positions |= std::uint64_t{1} << lowest;
  }
  return positions;
}

}  // namespace sim::workload::pruning
