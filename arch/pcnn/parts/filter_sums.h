// SPDX-License-Identifier: Apache-2.0
// The multiply-accumulate lanes' values: the sums of one filter for all pixels of a pass, exact.
// Shared by all PEs, which ask one after the other.
//
// Pixels are taken in blocks whose sums stay in registers while all weights of the filter pass.
// Sums of operands of few bits fit 32-bit integers, which the host's vectors take twice as many of.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/pcnn/parts/windows.h"

namespace arch::pcnn {

class FilterSums {
 public:
  FilterSums(const Config& config, const Mapping& mapping, bool values = true);

  /// Appends the sums of filter `filter` of a round with the windows that are selected: one for
  /// every pixel of the pass, in the order of its tiles. Without values it only counts.
  void append(const Windows& windows, const Round& round, int filter,
              std::vector<std::int64_t>& sums);

  /// Products of this filter whose activation is not 0, zero weights included.
  std::int64_t active() const { return active_; }
  /// And whose weight is not 0 either.
  std::int64_t effectual() const { return effectual_; }

  struct Term {
    std::uint32_t row;    ///< of the windows
    std::int32_t weight;  ///< not 0
  };

 private:
  void collect(const Windows& windows, const Round& round, int filter);
  template <std::size_t slots>
  void collect(const Windows& windows, const Round& round, int filter);
  template <class Sum, std::size_t block>
  void add_up(const Windows& windows, std::vector<std::int64_t>& sums) const;

  const Mapping& mapping_;
  bool values_;
  bool narrow_;  ///< sums fit 32 bits
  std::vector<Term> terms_;
  std::size_t count_ = 0;  ///< of the terms
  std::int64_t active_ = 0, effectual_ = 0;
};

}  // namespace arch::pcnn
