// SPDX-License-Identifier: Apache-2.0
// Interleaved, relative-indexed compressed sparse column: how EIE stores weights (Han et al.,
// ISCA 2016, section III.B and Fig. 3).
//
// Row i belongs to processing element i mod N, where it is local row i div N. Every processing
// element holds its slice of each column as entries: the code of the weight, and how many local
// zeros stand before it. Counting restarts at every column and trailing zeros are not stored. A
// gap that the index cannot express is bridged by fillers, entries of code 0 that cover
// 2^index_bits positions each: a gap of g takes floor(g / 2^index_bits) of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/tensor/codebook.h"
#include "sim/tensor/csc.h"

namespace sim::tensor {

struct RelativeCsc {
  struct Entry {
    std::uint8_t code;   ///< 0 for a filler
    std::uint8_t zeros;  ///< local rows skipped before this one
    bool operator==(const Entry&) const = default;
  };
  /// What one processing element stores: its entries, column after column.
  struct Slice {
    std::vector<Entry> entries;
    std::vector<std::uint32_t> start;  ///< column j is [start[j], start[j + 1]); columns + 1
    bool operator==(const Slice&) const = default;
  };

  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int index_bits = 0;
  Codebook codebook;
  std::vector<Slice> slices;  ///< one per processing element

  /// The rows [row_begin, row_end) of the matrix, of which row_begin becomes row 0. A Fault unless
  /// row_begin is a multiple of processing_elements, index_bits is 1..8, the rows exist and the
  /// codebook names every value in them.
  static RelativeCsc encode(const Csc& matrix, const Codebook& codebook, int processing_elements,
                            int index_bits, std::int32_t row_begin, std::int32_t row_end);
  /// The same with a codebook that grows: a value that it does not name yet gets the next code.
  /// Nothing if the codes do not suffice.
  static std::optional<RelativeCsc> encode_naming(const Csc& matrix, Codebook& codebook,
                                                  int processing_elements, int index_bits,
                                                  std::int32_t row_begin, std::int32_t row_end);
  /// All rows of a (rows, columns) matrix under its own codebook; a Fault if its values need more
  /// than code_bits.
  static RelativeCsc encode(const Dense<std::int16_t>& matrix, int processing_elements,
                            int index_bits, int code_bits);

  Csc to_csc() const;
  Dense<std::int16_t> decode() const { return to_csc().decode(); }

  int processing_elements() const { return static_cast<int>(slices.size()); }
  /// One processing element's part of a column.
  std::span<const Entry> entries_of(int processing_element, std::int32_t column) const {
    const auto& slice = slices[processing_element];
    const auto first = slice.start[column], last = slice.start[column + 1];
    return {slice.entries.data() + first, last - first};
  }
  /// The entries of all processing elements, fillers included.
  std::int64_t stored() const;
  /// The entries that only bridge a gap.
  std::int64_t fillers() const;
  /// Fillers count as values and indices; the tables are one column pointer more than columns in
  /// every processing element, and the codebook's 16-bit values once.
  FormatBits bits(int pointer_bits = 16) const;

  bool operator==(const RelativeCsc&) const = default;
};

}  // namespace sim::tensor
