// SPDX-License-Identifier: Apache-2.0
// How a matrix becomes relative CSC: in one pass over its non-zeros, as fast as the host allows.
#pragma once

#include "sim/tensor/relative_csc.h"

namespace sim::tensor {

/// Writes the entries and pointers of all processing elements side by side. Columns are written
/// into a stage that fits the host's first cache and has a short row for every processing element;
/// when a row is full all move on to their slices. As many streams as there are processing elements
/// would miss the host's TLB at every step.
class RelativeCscEncoder {
 public:
  /// Fills `result`, whose sizes, codebook and empty slices are given, with the rows of the matrix
  /// from `row_begin` on.
  RelativeCscEncoder(RelativeCsc& result, const Csc& matrix, std::uint32_t row_begin);
  /// False if the codebook has no code left for a value.
  bool run();

 private:
  using Entry = RelativeCsc::Entry;

  /// Where in the stage a processing element writes next, and the local row that a gap is counted
  /// from.
  struct Cursor {
    Entry* next;
    std::uint32_t local_row;
  };
  /// Fillers are written this many at a time, whether a gap needs them or not: the entry stands on
  /// the first that is not needed, and the loop has no branch to mispredict.
  static constexpr std::uint32_t fillers_at_once = 4;
  static constexpr std::uint32_t staged_entries = 256;
  /// How far ahead the host's cache is asked for the matrix, and how often: the rows of so many
  /// non-zeros are two of its lines, their values one.
  static constexpr std::ptrdiff_t nonzeros_ahead = 256;
  static constexpr std::ptrdiff_t nonzeros_at_once = 32;

  Entry* stage_row(std::uint32_t processing_element) {
    return stage_.data() + std::size_t{processing_element} * row_length_;
  }
  void begin_column();
  void write_column(std::size_t first, std::size_t last);
  template <int index_bits, class Homes>
  std::size_t write_common(std::size_t first, std::size_t last);
  using Common = std::size_t (RelativeCscEncoder::*)(std::size_t, std::size_t);
  template <class Homes>
  static Common common_loop(int index_bits);
  void write_any(std::uint32_t row, std::uint8_t code);
  void empty_stage();

  RelativeCsc& result_;
  const Csc& matrix_;
  std::uint32_t row_begin_;
  std::uint32_t row_end_;
  std::uint32_t elements_;  ///< number of processing elements
  std::uint32_t first_local_row_;
  Common write_common_;               ///< the loop for this index and number of processing elements
  std::uint32_t row_length_;          ///< of the stage
  std::vector<Entry> stage_;          ///< (processing elements, row_length)
  std::vector<Cursor> cursors_;       ///< of every processing element
  std::vector<std::uint32_t> moved_;  ///< its entries that have left the stage
  bool nameless_ = false;
};

}  // namespace sim::tensor
