// SPDX-License-Identifier: Apache-2.0
// What a transfer costs a memory of several banks: each bank has one port, and the busiest one
// decides. A word that the access before has read is still in its bank's output register.
//
// Words are dealt out to the banks in turn, skewed: the digits of a word's number, to the base of
// the number of banks, are added. Rows and planes are often a multiple of the banks long; without
// the skew their beginnings would all stand in one bank.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "sim/base/time.h"

namespace arch::pcnn {

class BankAccesses {
 public:
  BankAccesses(int banks, int word_activations)
      : word_(static_cast<std::uint32_t>(word_activations)),
        banks_(static_cast<std::uint32_t>(banks)),
        accesses_(static_cast<std::size_t>(banks)) {}

  /// Forgets everything: a new transfer.
  void begin() {
    std::fill(accesses_.begin(), accesses_.end(), 0);
    last_word_ = -1;
  }

  /// The activations at addresses [first, end), of which there is at least one.
  void touch(std::int64_t first, std::int64_t end) {
    const auto begin = word_.quotient(first), last = word_.quotient(end - 1);
    for (auto word = begin; word <= last; ++word) {
      accesses_[bank_of(word)] += word != last_word_;
      last_word_ = word;
    }
  }

  std::size_t bank_of(std::int64_t word) const {
    if (accesses_.size() == 1) return 0;
    // A digit is what remains of a quotient, and only the sum's remainder is asked for.
    std::int64_t quotients = 0;
    for (; word > 0; word = banks_.quotient(word)) quotients += word;
    return static_cast<std::size_t>(quotients - banks_.quotient(quotients) * banks_.value);
  }

  /// Cycles that the transfer takes.
  sim::Cycles cycles() const { return *std::max_element(accesses_.begin(), accesses_.end()); }
  std::int64_t total() const {
    std::int64_t sum = 0;
    for (const auto n : accesses_) sum += n;
    return sum;
  }

 private:
  // A power of two, as most sizes are, is divided by without a division.
  struct Size {
    explicit Size(std::uint32_t size)
        : value(size), shift(std::has_single_bit(size) ? std::countr_zero(size) : -1) {}
    std::int64_t quotient(std::int64_t n) const { return shift >= 0 ? n >> shift : n / value; }
    std::int64_t value;
    int shift;
  };

  Size word_, banks_;
  std::int64_t last_word_ = -1;
  std::vector<sim::Cycles> accesses_;
};

}  // namespace arch::pcnn
