// SPDX-License-Identifier: Apache-2.0
// An operand as rows of bits. Its items (filters, or windows of the inputs) are vectors of the same
// terms; the terms are cut into segments as long as a sub-array has columns, and every plane of an
// item's segment is a row. 64 columns stand in a word, so that a two-row activation with its bit
// counter is an AND and a population count per word.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/sot_mram/parts/plane_code.h"
#include "sim/workload/layer_data.h"

namespace arch::sot_mram {

/// What stands together in the host's memory: the words of a row, for the operand whose rows meet
/// all others one by one; or the same word of all items, one to a lane of the vector registers.
enum class Layout { rows, lanes };

class OperandPlanes {
 public:
  /// Values that the code holds, in segments of `columns` terms and a last one of what is left.
  OperandPlanes(const PlaneCode& code, const sim::workload::Vectors& values, int columns,
                Layout layout);

  std::size_t items() const { return items_; }
  int planes() const { return static_cast<int>(coefficients_.size()); }
  std::int64_t coefficient(int plane) const {
    return coefficients_[static_cast<std::size_t>(plane)];
  }

  /// The first word of a row, and the distance to its next one.
  const std::uint64_t* row(std::size_t segment, int plane, std::size_t item) const {
    return words_.data() + address(segment, static_cast<std::size_t>(plane), item);
  }
  std::size_t word_stride() const { return layout_ == Layout::lanes ? items_ : 1; }
  std::size_t words() const { return row_words_; }
  /// Whether a row has a 1.
  bool any(std::size_t segment, int plane, std::size_t item) const {
    return any_[(segment * items_ + item) * coefficients_.size() +
                static_cast<std::size_t>(plane)] != 0;
  }
  /// Rows of an item's segment that have a 1.
  int rows_with_ones(std::size_t segment, std::size_t item) const;
  /// The sum of an item's values in a segment, less the code's offset for each: what ANDs with a
  /// row of ones count.
  std::int64_t sum(std::size_t segment, std::size_t item) const;

 private:
  std::size_t address(std::size_t segment, std::size_t plane, std::size_t item) const {
    const auto planes = coefficients_.size();
    return layout_ == Layout::lanes ? (segment * planes + plane) * row_words_ * items_ + item
                                    : ((segment * items_ + item) * planes + plane) * row_words_;
  }
  void store(const PlaneCode& code, std::span<const std::int16_t> terms, std::size_t segment,
             std::size_t item);

  Layout layout_;
  std::size_t items_, row_words_;
  std::vector<std::int64_t> coefficients_;
  std::vector<std::uint64_t> words_;
  std::vector<std::uint8_t> any_;
};

}  // namespace arch::sot_mram
