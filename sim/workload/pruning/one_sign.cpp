// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/one_sign.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace sim::workload::pruning {
namespace {

// One group's fragment: its entries, and each row's sum.
class Fragment {
 public:
  Fragment(tensor::Csc& matrix, std::uint32_t first_row, std::uint32_t rows)
      : matrix_(matrix), first_row_(first_row), sums_(rows) {}

  // Whether the column has a weight in these rows.
  bool take(std::size_t column) {
    const auto from = matrix_.row.begin() + matrix_.start[column];
    const auto to = matrix_.row.begin() + matrix_.start[column + 1];
    const auto begin = std::lower_bound(from, to, first_row_);
    const auto end =
        std::lower_bound(begin, to, first_row_ + static_cast<std::uint32_t>(sums_.size()));
    for (auto row = begin; row != end; ++row) {
      const auto entry = static_cast<std::size_t>(row - matrix_.row.begin());
      entries_.push_back(entry);
      sums_[*row - first_row_] += matrix_.value[entry];
    }
    return begin != end;
  }

  void finish() {
    for (const auto entry : entries_) {
      const auto magnitude = std::abs(matrix_.value[entry]);
      const bool negative = sums_[matrix_.row[entry] - first_row_] < 0;
      matrix_.value[entry] = static_cast<std::int16_t>(negative ? -magnitude : magnitude);
    }
    entries_.clear();
    std::fill(sums_.begin(), sums_.end(), 0);
  }

 private:
  tensor::Csc& matrix_;
  std::uint32_t first_row_;
  std::vector<std::int64_t> sums_;
  std::vector<std::size_t> entries_;
};

}  // namespace

void give_fragments_one_sign(const Geometry& geometry, int inputs, tensor::Csc& matrix) {
  const auto rows = static_cast<std::uint32_t>(geometry.rows_per_group());
  for (std::uint32_t first = 0; first < static_cast<std::uint32_t>(geometry.rows); first += rows) {
    Fragment fragment(matrix, first, rows);
    int taken = 0;
    for (std::int32_t column = 0; column < geometry.columns; ++column) {
      taken += fragment.take(static_cast<std::size_t>(column));
      if (taken < inputs) continue;
      fragment.finish();
      taken = 0;
    }
    fragment.finish();
  }
}

}  // namespace sim::workload::pruning
