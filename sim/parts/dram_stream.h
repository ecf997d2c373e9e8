// SPDX-License-Identifier: Apache-2.0
// Cycles that a stream of data takes at the DRAM's bandwidth, counted over the whole stream: parts
// of a cycle that one piece leaves serve the next.
#pragma once

#include <cmath>
#include <cstdint>

#include "sim/base/time.h"

namespace sim::parts {

class DramStream {
 public:
  explicit DramStream(double bytes_per_cycle) : bits_per_cycle_(8 * bytes_per_cycle) {}

  /// The further cycles that these bits take; 0 if they come with what came before.
  Cycles cycles_of(std::int64_t bits) {
    bits_ += bits;
    const auto end = static_cast<Cycles>(std::ceil(static_cast<double>(bits_) / bits_per_cycle_));
    const auto cycles = end - cycles_;
    cycles_ = end;
    return cycles;
  }
  std::int64_t bits() const { return bits_; }

 private:
  double bits_per_cycle_;
  std::int64_t bits_ = 0;
  Cycles cycles_ = 0;
};

}  // namespace sim::parts
