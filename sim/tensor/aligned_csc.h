// SPDX-License-Identifier: Apache-2.0
// Relative-indexed compressed sparse column with the weights themselves instead of codes, and
// streams of equal length: how ESE stores weights (Han et al., FPGA 2017).
//
// Rows, gaps and fillers are those of RelativeCsc: row i belongs to processing element i mod N, an
// entry counts the local zeros before it, fillers (weight 0) bridge long gaps. The entries of all
// processing elements are stored side by side, one of each in a word, so that a word feeds all of
// them in a cycle; the streams of those who have less are padded at their ends. Readers that buffer
// the words need the streams to stay together: nobody may need a word while another one, at the
// same column, still needs a word that was dropped for it. Where streams would drift further apart,
// fillers are appended to the column of those who are behind.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct AlignedCsc {
  struct Entry {
    std::int16_t value;   ///< 0 for a filler
    std::uint16_t zeros;  ///< local rows skipped before this one
    bool operator==(const Entry&) const = default;
  };
  /// What one processing element stores, without padding: its entries, column after column.
  struct Slice {
    std::vector<Entry> entries;
    std::vector<std::uint32_t> start;  ///< column j is [start[j], start[j + 1]); columns + 1
    std::uint32_t entries_in(std::int32_t first_column, std::int32_t end_column) const {
      return start[static_cast<std::size_t>(end_column)] -
             start[static_cast<std::size_t>(first_column)];
    }
    bool operator==(const Slice&) const = default;
  };

  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int index_bits = 0;
  std::vector<Slice> slices;  ///< one per processing element

  /// How far streams may drift apart: they are read through `buffers` buffers of `words` words, of
  /// which the oldest is dropped for a new one when everybody has read it.
  struct Window {
    std::uint32_t words = 1u << 31;
    std::uint32_t buffers = 1;
  };

  /// A Fault unless there is a processing element, index_bits is 1 to 16 and the window not empty.
  static AlignedCsc encode(const Csc& matrix, int processing_elements, int index_bits,
                           Window window);
  static AlignedCsc encode(const Dense<std::int16_t>& matrix, int processing_elements,
                           int index_bits) {
    return encode(Csc::encode(matrix), processing_elements, index_bits, Window());
  }
  Csc to_csc() const;
  Dense<std::int16_t> decode() const { return to_csc().decode(); }

  int processing_elements() const { return static_cast<int>(slices.size()); }
  /// Words that the columns take: the entries of whoever has most.
  std::uint32_t words(std::int32_t first_column, std::int32_t end_column) const;
  std::uint32_t words() const { return words(0, columns); }
  /// Entries of all processing elements: with fillers, without padding.
  std::int64_t stored() const;
  std::int64_t fillers() const;
  std::int64_t padding() const { return std::int64_t{words()} * processing_elements() - stored(); }
  /// Fillers and padding count as values and indices; the tables are one column pointer more than
  /// columns in every processing element.
  FormatBits bits(int value_bits = 16, int pointer_bits = 16) const;

  bool operator==(const AlignedCsc&) const = default;
};

}  // namespace sim::tensor
