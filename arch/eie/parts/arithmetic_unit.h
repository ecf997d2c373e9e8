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
  explicit ArithmeticUnit(int registers, int index_bits = 8)
      : sums_(static_cast<std::size_t>(registers)),
        most_zeros_(static_cast<std::uint16_t>((1 << index_bits) - 1)) {}

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

  /// Counts the entries of one column and the bypass instead, but no updates. Rows ascend within a
  /// column, so only its first entry can update the row of the entry before; and only if that is
  /// among the first rows.
  void count(std::span<const Entry> entries, std::uint16_t last_row) {
    if (entries.empty()) return;
    entries_ += static_cast<std::int64_t>(entries.size());
    if (last_row_ <= most_zeros_) {
      if (pending_ == followers_.size()) count_bypasses();
      __builtin_prefetch(entries.data());
      followers_[pending_++] = {entries.data(), last_row_};
    }
    last_row_ = last_row;
  }

  /// Those of the columns that were only counted: at the latest when the counts are asked for.
  void count_bypasses();

  /// The sums of the local rows.
  const std::vector<std::int64_t>& sums() {
    work_off();
    return sums_;
  }

  // Complete once the sums have been read, or bypasses counted.
  std::int64_t entries() const { return entries_; }
  std::int64_t updates() const { return updates_; }
  std::int64_t bypasses() const { return bypasses_; }

 private:
  struct Column {
    const Entry* first;
    std::uint32_t size;
    std::int16_t activation;
  };
  /// An entry that may update the row of the one before.
  struct Follower {
    const Entry* entry;
    std::uint16_t last_row;
  };
  struct Stage;
  static constexpr std::uint16_t no_row = 0xffff;

  void work_off();
  void work_off(const Column& column, Stage& stage);
  void work_off(Stage& stage);

  std::vector<std::int64_t> weights_;
  std::vector<std::int64_t> sums_;
  std::array<Column, 64> columns_;
  std::size_t collected_ = 0;
  std::array<Follower, 64> followers_;
  std::size_t pending_ = 0;
  const Entry* matrix_end_ = nullptr;
  std::uint16_t last_row_ = no_row;  ///< of the last entry
  std::uint16_t most_zeros_;         ///< before an entry
  std::int64_t entries_ = 0;
  std::int64_t updates_ = 0;
  std::int64_t bypasses_ = 0;
};

}  // namespace arch::eie
