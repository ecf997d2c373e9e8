// SPDX-License-Identifier: Apache-2.0
// Which weights of a matrix are kept: one bit for each, column by column.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace sim::workload::pruning {

class Mask {
 public:
  Mask(std::int32_t rows, std::int32_t columns)
      : words_per_column_((static_cast<std::size_t>(rows) + 63) / 64),
        words_(words_per_column_ * static_cast<std::size_t>(columns)) {}

  void keep(std::int32_t row, std::int32_t column) {
    words_[word(row, column)] |= std::uint64_t{1} << (row % 64);
  }
  bool keeps(std::int32_t row, std::int32_t column) const {
    return (words_[word(row, column)] >> (row % 64) & 1) != 0;
  }

  /// Calls with every row that is kept in a column, ascending.
  template <class Call>
  void for_each_row(std::int32_t column, Call call) const {
    for (std::size_t w = 0; w < words_per_column_; ++w) {
      auto left = words_[static_cast<std::size_t>(column) * words_per_column_ + w];
      for (; left != 0; left &= left - 1) {
        call(static_cast<std::uint32_t>(w * 64) +
             static_cast<std::uint32_t>(std::countr_zero(left)));
      }
    }
  }

  std::size_t kept() const {
    std::size_t sum = 0;
    for (const auto word : words_) sum += static_cast<std::size_t>(std::popcount(word));
    return sum;
  }

 private:
  std::size_t word(std::int32_t row, std::int32_t column) const {
    return static_cast<std::size_t>(column) * words_per_column_ +
           static_cast<std::size_t>(row / 64);
  }

  std::size_t words_per_column_;
  std::vector<std::uint64_t> words_;
};

}  // namespace sim::workload::pruning
