// SPDX-License-Identifier: Apache-2.0
// What a transfer costs a memory of several banks: each bank has one port, and the busiest one
// decides. A word that the access before has read is still in its bank's output register.
//
// Words are dealt out to the banks in turn, skewed: the digits of a word's number, to the base of
// the number of banks, are added. Rows and planes are often a multiple of the banks long; without
// the skew their beginnings would all stand in one bank.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/base/time.h"

namespace arch::pcnn {

class BankAccesses {
 public:
  BankAccesses(int banks, int word_activations)
      : word_(word_activations), accesses_(static_cast<std::size_t>(banks)) {}

  /// Forgets everything: a new transfer.
  void begin() {
    std::fill(accesses_.begin(), accesses_.end(), 0);
    last_word_ = -1;
  }

  /// The activations at addresses [first, end), of which there is at least one.
  void touch(std::int64_t first, std::int64_t end) {
    const auto begin = first / word_, last = (end - 1) / word_;
    for (auto word = begin; word <= last; ++word) {
      accesses_[bank_of(word)] += word != last_word_;
      last_word_ = word;
    }
  }

  std::size_t bank_of(std::int64_t word) const {
    const auto banks = static_cast<std::int64_t>(accesses_.size());
    std::int64_t digits = word % banks;
    if (banks > 1) {
      while ((word /= banks) > 0) digits += word % banks;
    }
    return static_cast<std::size_t>(digits % banks);
  }

  /// Cycles that the transfer takes.
  sim::Cycles cycles() const { return *std::max_element(accesses_.begin(), accesses_.end()); }
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const auto n : accesses_) sum += n;
    return sum;
  }

 private:
  std::int64_t word_;
  std::int64_t last_word_ = -1;
  std::vector<sim::Cycles> accesses_;
};

}  // namespace arch::pcnn
