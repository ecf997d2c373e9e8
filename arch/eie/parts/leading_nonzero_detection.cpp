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

LeadingNonzeroDetection::Tree LeadingNonzeroDetection::tree(int lanes, int fan_in) {
  Tree tree;
  for (int width = lanes; width > 1 || tree.levels == 0; ++tree.levels) {
    width = (width + fan_in - 1) / fan_in;
    tree.nodes += width;
  }
  return tree;
}

}  // namespace arch::eie
