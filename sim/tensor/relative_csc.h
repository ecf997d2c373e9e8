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

/// What time and counts need to know of the columns of a relative CSC beside its pointers, so that
/// nobody need look at entries.
struct RelativeCscColumns {
  static constexpr std::uint16_t none = 0xffff;
  /// Local rows of the first and the last entry of a column's part in one processing element.
  struct Ends {
    std::uint16_t first_row = none;  ///< `none` if the first entry is a filler, too
    std::uint16_t last_row = none;   ///< `none` if there are no entries
    bool operator==(const Ends&) const = default;
  };
  std::vector<std::uint32_t> nonzeros;  ///< by column, in all processing elements
  std::vector<Ends> ends;               ///< (columns, processing elements)
};

struct RelativeCsc {
  struct Entry {
    std::uint8_t code;   ///< 0 for a filler
    std::uint8_t zeros;  ///< local rows skipped before this one
    bool operator==(const Entry&) const = default;
  };
  /// What one processing element stores, to look at.
  struct Slice {
    const Entry* entries;          ///< column after column
    const std::uint32_t* pointer;  ///< of its column 0
    std::uint32_t distance;        ///< to the pointer of the next column
    /// Column j is [start(j), start(j + 1)).
    std::uint32_t start(std::int32_t column) const {
      return pointer[static_cast<std::size_t>(column) * distance];
    }
  };

  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int index_bits = 0;
  Codebook codebook;
  std::vector<std::vector<Entry>> entries;  ///< of every processing element, column after column
  /// Where a column starts in the entries of each processing element: (columns + 1, processing
  /// elements), since all of them read the same columns at about the same time.
  std::vector<std::uint32_t> start;

  /// The rows [row_begin, row_end) of the matrix, of which row_begin becomes row 0. A Fault unless
  /// row_begin is a multiple of processing_elements, index_bits is 1..8, the rows exist and the
  /// codebook names every value in them.
  static RelativeCsc encode(const Csc& matrix, const Codebook& codebook, int processing_elements,
                            int index_bits, std::int32_t row_begin, std::int32_t row_end);
  /// The same with a codebook that grows: a value that it does not name yet gets the next code.
  /// Nothing if the codes do not suffice; the codebook is then lost. Fills `columns` if there is
  /// one; local rows are then below 65535.
  static std::optional<RelativeCsc> encode_naming(const Csc& matrix, Codebook& codebook,
                                                  int processing_elements, int index_bits,
                                                  std::int32_t row_begin, std::int32_t row_end,
                                                  RelativeCscColumns* columns = nullptr);
  /// All rows of a (rows, columns) matrix under its own codebook; a Fault if its values need more
  /// than code_bits.
  static RelativeCsc encode(const Dense<std::int16_t>& matrix, int processing_elements,
                            int index_bits, int code_bits);

  Csc to_csc() const;
  Dense<std::int16_t> decode() const { return to_csc().decode(); }

  int processing_elements() const { return static_cast<int>(entries.size()); }
  Slice slice(int processing_element) const {
    return {entries[processing_element].data(), start.data() + processing_element,
            static_cast<std::uint32_t>(entries.size())};
  }
  /// Asks the host's cache for the pointers of a column, which all processing elements read soon.
  void prefetch_pointers(std::int32_t column) const {
    constexpr std::size_t line = 64 / sizeof(std::uint32_t);
    const auto* const first = start.data() + static_cast<std::size_t>(column) * entries.size();
    for (std::size_t i = 0; i < 2 * entries.size(); i += line) __builtin_prefetch(first + i);
  }
  /// One processing element's part of a column.
  std::span<const Entry> entries_of(int processing_element, std::int32_t column) const {
    const auto here = slice(processing_element);
    return {here.entries + here.start(column), here.entries + here.start(column + 1)};
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
