// SPDX-License-Identifier: Apache-2.0
// Leading non-zero detection (EIE section IV, "Distributed leading non-zero detection"): the
// activations lie interleaved over the PEs, one lane each; a quadtree of detection nodes finds the
// next non-zero lane of the present row in every cycle.
// Cycles: one per non-zero. Moving on to the next row costs one cycle, in which nothing is found,
// unless the last lane was a hit (the authors' simulator does the same).
// Not modelled: the tree's own latency (it is pipelined and counts once, as broadcast latency).
#pragma once

#include <cstdint>
#include <span>

#include "sim/base/time.h"

namespace arch::eie {

class LeadingNonzeroDetection {
 public:
  explicit LeadingNonzeroDetection(int lanes) : lanes_(lanes) {}

  /// The first position at or after `from` whose activation is not zero, or the size if none is.
  static std::size_t next(std::span<const std::int16_t> activations, std::size_t from) {
    while (from < activations.size() && activations[from] == 0) ++from;
    return from;
  }

  /// Cycles in which nothing is found between a hit at `hit` (-1: before the first) and the next
  /// one at `next` (`size` if there is none): one for each row that is left without a hit in its
  /// last lane. The rows after the last hit are scanned to the end of the vector.
  sim::Cycles idle_cycles(std::int64_t hit, std::int64_t next, std::int64_t size) const;

  /// Detection nodes in all, and from a lane to the root.
  struct Tree {
    int nodes = 0;
    int levels = 0;
  };
  /// With `fan_in` lanes or nodes under each node: 16 + 4 + 1 = 21 nodes on 3 levels for 64 lanes
  /// and a fan-in of 4.
  static Tree tree(int lanes, int fan_in);

 private:
  int lanes_;
};

}  // namespace arch::eie
