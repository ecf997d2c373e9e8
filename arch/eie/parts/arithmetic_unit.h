// SPDX-License-Identifier: Apache-2.0
// Arithmetic unit (EIE Fig. 4b): looks the code up in the codebook, adds the relative index to the
// running row address, and updates b[row] += S[code] * a. One entry per cycle; the result of the
// adder is bypassed when the next update hits the same row.
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

  explicit ArithmeticUnit(int rows) : sums_(static_cast<std::size_t>(rows)) {}

  /// The shared weights, indexed by code.
  void load_codebook(const sim::tensor::Codebook& codebook);
  /// Multiplies one column's entries by its activation; returns how many were not fillers.
  std::int64_t accumulate(std::span<const Entry> entries, std::int64_t activation) {
    std::int64_t updates = 0;
    const auto* const weights = weights_.data();
    auto* sum = sums_.data();
    for (const auto entry : entries) {
      sum += entry.zeros;
      *sum++ += weights[entry.code] * activation;
      updates += entry.code != 0;
    }
    return updates;
  }
  /// The sums of the local rows, which are reset.
  std::span<const std::int64_t> sums() const { return sums_; }
  void clear() { sums_.assign(sums_.size(), 0); }

 private:
  std::vector<std::int64_t> weights_;
  std::vector<std::int64_t> sums_;
};

}  // namespace arch::eie
