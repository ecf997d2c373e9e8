// SPDX-License-Identifier: Apache-2.0
// Arithmetic unit (EIE Fig. 4b): looks the code up in the codebook, adds the relative index to the
// running row address, and updates b[row] += S[code] * a. One entry per cycle; the adder's result
// is bypassed when the next entry updates the same row.
// Fillers take their slot but write nothing. Sums are exact 64-bit integers.
// Not modelled: a narrower accumulator; the paper gives 16-bit registers behind a shift whose
// amount it does not state.
//
// The sums have no influence on time, so columns are collected and worked off many at a time, at
// the latest when the sums are asked for: the host's caches thank us. Rows count as 16-bit numbers.
// Without values entries are counted, and nobody looks at them: see RelativeCscColumns.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/tensor/relative_csc.h"

namespace arch::eie {

class ArithmeticUnit {
 public:
  using Entry = sim::tensor::RelativeCsc::Entry;

  /// A unit with as many accumulators as the destination register file has entries, at most 65535.
  explicit ArithmeticUnit(int registers) : sums_(static_cast<std::size_t>(registers)) {}

  /// Takes the shared weights and starts a batch of rows from zero. The columns to come are parts
  /// of `matrix`, which must stay where it is until the sums have been read.
  void begin(const sim::tensor::Codebook& codebook, std::span<const Entry> matrix);

  /// Multiplies the entries of one column by its activation.
  void accumulate(std::span<const Entry> entries, std::int16_t activation) {
    if (collected_ == columns_.size()) work_off();
    __builtin_prefetch(entries.data());  // the host's cache, not the machine's
    columns_[collected_++] = {entries.data(), static_cast<std::uint32_t>(entries.size()),
                              activation};
  }

  /// Counts the entries of one column, at least one, and a bypass between it and the column before
  /// instead, but no updates. Rows ascend within a column, so there is none between its entries.
  void count(std::size_t entries, sim::tensor::RelativeCscColumns::Ends ends) {
    entries_ += static_cast<std::int64_t>(entries);
    bypasses_ += ends.first_row == last_row_;
    last_row_ = ends.last_row;
  }

  /// The sums of the local rows.
  const std::vector<std::int64_t>& sums() {
    work_off();
    return sums_;
  }

  // Complete once the sums have been read.
  std::int64_t entries() const { return entries_; }
  std::int64_t updates() const { return updates_; }
  std::int64_t bypasses() const { return bypasses_; }

 private:
  struct Column {
    const Entry* first;
    std::uint32_t size;
    std::int16_t activation;
  };
  struct Stage;
  static constexpr std::uint32_t no_row = 0x1ffff;  ///< no number of 16 bits equals it

  void work_off();
  void work_off(const Column& column, Stage& stage);
  void work_off(Stage& stage);

  std::uint32_t last_row_ = no_row;  ///< of the last entry
  std::int64_t entries_ = 0;
  std::int64_t updates_ = 0;
  std::int64_t bypasses_ = 0;
  std::size_t collected_ = 0;
  std::array<Column, 64> columns_;
  const Entry* matrix_end_ = nullptr;
  std::vector<std::int64_t> weights_;
  std::vector<std::int64_t> sums_;
};

}  // namespace arch::eie
