// SPDX-License-Identifier: Apache-2.0
// A stated number of groups of weights by their energies.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

namespace sim::workload::pruning {

/// How many of n groups a density keeps: the nearest whole number, of two the larger.
inline std::size_t share_of(double density, std::size_t n) {
  return std::min(n, static_cast<std::size_t>(std::llround(density * static_cast<double>(n))));
}

/// The multiple next to that, of two the larger; one multiple at least, and n at most.
inline std::size_t share_of_multiples(double density, std::size_t n, std::size_t multiple) {
  const auto share = share_of(density, n);
  if (multiple == 1) return share;
  return std::min(n, std::max<std::size_t>(1, (share + multiple / 2) / multiple) * multiple);
}

/// Calls with the positions of the n highest energies, ascending; of equals the first.
template <class Call>
void for_each_of_highest(const std::vector<std::uint64_t>& energy, std::size_t n, Call call) {
  if (n == 0) return;
  auto ordered = energy;
  const auto last = ordered.begin() + static_cast<std::ptrdiff_t>(n - 1);
  std::nth_element(ordered.begin(), last, ordered.end(), std::greater<>());
  const auto least = *last;
  auto equals = n - static_cast<std::size_t>(std::count_if(ordered.begin(), last,
                                                           [least](auto e) { return e > least; }));
  for (std::size_t i = 0; i < energy.size(); ++i) {
    if (energy[i] < least || (energy[i] == least && equals == 0)) continue;
    if (energy[i] == least) --equals;
    call(i);
  }
}

}  // namespace sim::workload::pruning
