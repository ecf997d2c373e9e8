// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/parts/leading_nonzero_detection.h"

namespace arch::eie {

sim::Cycles LeadingNonzeroDetection::idle_cycles(std::int64_t hit, std::int64_t next,
                                                 std::int64_t size) const {
  // A hit in the last lane has already switched to the next row.
  const auto row = (hit + 1) / lanes_;
  const auto rows = (size + lanes_ - 1) / lanes_;
  return (next < size ? next / lanes_ : rows) - row;
}

int LeadingNonzeroDetection::nodes(int lanes, int fan_in) {
  int total = 0;
  for (int level = lanes; level > 1 || total == 0;) {
    level = (level + fan_in - 1) / fan_in;
    total += level;
  }
  return total;
}

}  // namespace arch::eie
