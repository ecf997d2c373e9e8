// SPDX-License-Identifier: Apache-2.0
// How a matrix becomes relative CSC: in one pass over its non-zeros, as fast as the host allows.
#pragma once

#include "sim/tensor/relative_csc.h"

namespace sim::tensor {

/// Writes the entries and pointers of all processing elements side by side. Columns are written
/// into a stage that fits the host's first cache and has a short row for every processing element;
/// when a row is full all move on to their slices. As many streams as there are processing elements
/// would miss the host's TLB at every step.
///
/// Free places of the stage hold fillers. So a gap needs no more than that its entry is written as
/// many places further on. Place and zeros of an entry are parts of one number, (place, zeros, 8
/// low bits): gaps are added to the zeros, and what the index cannot express carries into the
/// place.
class RelativeCscEncoder {
 public:
  /// Fills `result`, whose sizes, codebook and empty slices are given, with the rows of the matrix
  /// from `row_begin` on; and `columns` if there is one.
  RelativeCscEncoder(RelativeCsc& result, const Csc& matrix, std::uint32_t row_begin,
                     RelativeCscColumns* columns);
  /// False if the codebook has no code left for a value.
  bool run();

 private:
  using Entry = RelativeCsc::Entry;

  /// Below the zeros: so they stand where an entry has them, as a number of 16 bits.
  static constexpr int low_bits = 8;
  static constexpr std::uint32_t staged_entries = 256;
  /// How far ahead the host's cache is asked for the matrix, and how often: the rows of so many
  /// non-zeros are two of its lines, their values one.
  static constexpr std::ptrdiff_t nonzeros_ahead = 256;
  static constexpr std::ptrdiff_t nonzeros_at_once = 32;

  Entry* stage_row(std::uint32_t processing_element) {
    return stage_.data() + std::size_t{processing_element} * row_length_;
  }
  void begin_column();
  void note_column(std::size_t nonzeros);
  void write_column(std::size_t first, std::size_t last);
  template <int index_bits, class Homes>
  std::size_t write_named(std::size_t first, std::size_t last);
  using Loop = std::size_t (RelativeCscEncoder::*)(std::size_t, std::size_t);
  template <class Homes>
  void choose_loop();
  void empty_stage();
  void clear_row(std::uint32_t processing_element);

  RelativeCsc& result_;
  const Csc& matrix_;
  RelativeCscColumns* columns_;
  std::uint32_t row_begin_;
  std::uint32_t row_end_;
  std::uint32_t elements_;      ///< number of processing elements
  std::uint64_t zeros_;         ///< the largest number of them, at its place
  Loop write_named_ = nullptr;  ///< for this index and number of processing elements
  std::uint32_t row_length_;    ///< of the stage
  std::vector<Entry> stage_;    ///< (processing elements, row_length)
  std::vector<Entry> fillers_;  ///< as many as a row has

  // Of every processing element:
  std::vector<std::uint64_t> sum_;       ///< to which the next entry adds its gap, and 1
  std::vector<std::uint64_t> last_;      ///< key of the row that the gap is counted from
  std::vector<std::uint64_t> before_;    ///< the same at the beginning of a column
  std::vector<std::uint32_t> in_slice_;  ///< of place 0 of the stage
  std::vector<std::uint32_t> full_at_;   ///< place behind which a row of the stage is full
  bool nameless_ = false;
};

}  // namespace sim::tensor
