// SPDX-License-Identifier: Apache-2.0
// The multiply-accumulate lanes' values: the sums of one filter for all pixels of a pass, exact.
//
// Pixels are taken in blocks whose sums stay in registers while all weights of the filter pass.
// Sums of operands of few bits fit 32-bit integers, which is twice as fast as 64.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/pcnn/parts/windows.h"

namespace arch::pcnn {

class FilterSums {
 public:
  FilterSums(const Config& config, const Mapping& mapping);

  /// Adds up filter `filter` of a round with the windows that are selected.
  void run(const Windows& windows, const Round& round, int filter);

  /// One for every pixel of the pass, in the order of its tiles.
  const std::vector<std::int64_t>& sums() const { return sums_; }
  /// Products of the filter whose activation is not 0, zero weights included.
  std::int64_t active() const { return active_; }
  /// And whose weight is not 0 either.
  std::int64_t effectual() const { return effectual_; }

 private:
  struct Term {
    std::uint32_t row;    ///< of the windows
    std::int16_t weight;  ///< of 16 bits, as activations are: processors multiply these fastest
  };

  void collect(const Windows& windows, const Round& round, int filter);
  template <class Sum>
  void add_up(const Windows& windows);
  template <class Sum, std::size_t block>
  void add_block(const Windows& windows, std::size_t first_pixel);

  const Mapping& mapping_;
  bool narrow_;  ///< sums fit 32 bits
  std::vector<Term> terms_;
  std::vector<std::int64_t> sums_;
  std::int64_t active_ = 0, effectual_ = 0;
};

}  // namespace arch::pcnn
