// SPDX-License-Identifier: Apache-2.0
// Scatter crossbar (SCNN Fig. 6): brings the products of a vector pair to the accumulator banks.
// The bank of an address is the address modulo the number of banks. Before each bank stands a queue
// from which it adds one product per cycle; the products of a pair enter their queues together, and
// the pair is held back until no queue would hold more than its depth. A pair that alone overfills
// a queue waits until that queue is empty.
//
// The banks of a weight vector are counted once (BankCounts); an activation turns these counts by
// its own offset, so that a pair costs as many additions of whole vectors as it has activations.
// Not modelled: which lane comes first in a queue.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "sim/base/time.h"

namespace arch::scnn {

inline constexpr int most_banks = 128;

/// Queues are handled 32 at a time, in one step, two or four.
constexpr std::size_t padded_banks(int banks) { return banks <= 32 ? 32 : banks <= 64 ? 64 : 128; }

/// How many products each bank would get of weight vectors and an activation with offset 0, twice
/// in a row, so that a window into it is a rotation; windows are as wide as all steps together.
class BankCounts {
 public:
  explicit BankCounts(int banks)
      : banks_(banks), row_(static_cast<std::size_t>(banks) + padded_banks(banks)) {}
  /// Appends a vector; add() then says the offsets of its values that are not 0.
  void begin_vector() { counts_.resize(counts_.size() + row_); }
  void add(std::int32_t offset) {
    const auto bank = static_cast<std::size_t>((offset % banks_ + banks_) % banks_);
    auto* row = counts_.data() + counts_.size() - row_;
    ++row[bank];
    ++row[bank + static_cast<std::size_t>(banks_)];
  }
  const std::uint8_t* vector(std::size_t index) const { return counts_.data() + index * row_; }
  std::size_t row() const { return row_; }

 private:
  int banks_;
  std::size_t row_;
  std::vector<std::uint8_t> counts_;
};

class ScatterCrossbar {
 public:
  ScatterCrossbar(int banks, int queue_depth);

  /// Cycles until the last of `vectors` weight vectors has been issued, each with the activations
  /// at these offsets (not negative).
  std::int64_t issue(const BankCounts& counts, std::size_t first_vector, std::size_t vectors,
                     const std::int32_t* offsets, int activations);
  /// The same for products that were counted already: `counts` has a row of padded_banks() for
  /// each pair.
  std::int64_t issue(const std::uint8_t* counts, std::size_t pairs);
  /// The banks go on while nothing is issued.
  void pass(std::int64_t cycles);
  /// Cycles until all queues are empty; they are then.
  std::int64_t drain();

 private:
  std::int64_t issue_rows(const std::uint8_t* counts, std::size_t row, std::size_t vectors,
                          const int* turns, int activations);

  int banks_;
  int depth_;
  std::array<std::uint8_t, most_banks> waiting_{};  ///< products in each queue
};

}  // namespace arch::scnn
