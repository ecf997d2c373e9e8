// SPDX-License-Identifier: Apache-2.0
// Arithmetic unit (EIE Fig. 4b): looks the code up in the codebook, adds the relative index to the
// running row address, and updates b[row] += S[code] * a. One entry per cycle; the adder's result
// is bypassed when the next update hits the same row.
// Fillers take their slot but write nothing. Sums are exact 64-bit integers.
// Not modelled: a narrower accumulator; the paper gives 16-bit registers behind a shift whose
// amount it does not state.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/tensor/relative_csc.h"

namespace arch::eie {

class ArithmeticUnit {
 public:
  using Entry = sim::tensor::RelativeCsc::Entry;

  /// A unit with as many accumulators as the destination register file has entries.
  explicit ArithmeticUnit(int registers) : sums_(static_cast<std::size_t>(registers)) {}

  /// Takes the shared weights and starts a batch of rows from zero.
  void begin(const sim::tensor::Codebook& codebook);

  /// Multiplies the entries of one column, of which there is at least one, by its activation.
  void accumulate(std::span<const Entry> entries, std::int64_t activation) {
    const auto* const weights = weights_.data();
    auto* sum = sums_.data();
    bypasses_ += sum + entries.front().zeros == last_;
    std::int64_t fillers = 0;
    for (const auto entry : entries) {
      sum += entry.zeros;
      *sum++ += weights[entry.code] * activation;
      fillers += entry.code == 0;
    }
    last_ = sum - 1;
    entries_ += static_cast<std::int64_t>(entries.size());
    fillers_ += fillers;
  }

  /// The sums of the local rows.
  const std::vector<std::int64_t>& sums() const { return sums_; }

  std::int64_t entries() const { return entries_; }
  std::int64_t updates() const { return entries_ - fillers_; }
  std::int64_t bypasses() const { return bypasses_; }

 private:
  std::vector<std::int64_t> weights_;
  std::vector<std::int64_t> sums_;
  const std::int64_t* last_ = nullptr;  ///< accumulator of the last update
  std::int64_t entries_ = 0;
  std::int64_t fillers_ = 0;
  std::int64_t bypasses_ = 0;
};

}  // namespace arch::eie
