// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/bspc.h"

#include "sim/tensor/csr.h"

namespace sim::tensor {
namespace {

// The columns in which any row of a band has a non-zero, and each one's place among them.
class BandColumns {
 public:
  explicit BandColumns(std::int32_t columns)
      : place_(static_cast<std::size_t>(columns)), used_(place_.size() / 64 + 1) {}

  void add(std::uint32_t column) { used_[column / 64] |= std::uint64_t{1} << (column % 64); }

  void append_to(std::vector<std::uint32_t>& columns) {
    const auto first = columns.size();
    for (std::size_t w = 0; w < used_.size(); ++w) {
      for (; used_[w] != 0; used_[w] &= used_[w] - 1) {
        const auto column = w * 64 + static_cast<std::size_t>(std::countr_zero(used_[w]));
        place_[column] = columns.size() - first;
        columns.push_back(static_cast<std::uint32_t>(column));
      }
    }
  }

  std::size_t place(std::uint32_t column) const { return place_[column]; }

 private:
  std::vector<std::size_t> place_;
  std::vector<std::uint64_t> used_;
};

}  // namespace

Bspc Bspc::encode(const Csc& matrix, int band_rows) {
  if (band_rows < 1) throw Fault("bspc: a band has rows");
  const auto csr = Csr::encode(matrix);
  Bspc result{matrix.rows, matrix.columns, band_rows, {}, {0}, {}, {}};
  result.reorder.resize(static_cast<std::size_t>(matrix.rows));
  std::iota(result.reorder.begin(), result.reorder.end(), 0u);
  const auto length = [&](std::uint32_t row) { return csr.start[row + 1] - csr.start[row]; };
  std::stable_sort(result.reorder.begin(), result.reorder.end(),
                   [&](auto a, auto b) { return length(a) > length(b); });
  BandColumns columns(matrix.columns);
  const auto band = static_cast<std::size_t>(band_rows);
  for (std::size_t first = 0; first < result.reorder.size(); first += band) {
    const auto end = std::min(first + band, result.reorder.size());
    const auto for_each = [&](auto call) {
      for (auto i = first; i < end; ++i) {
        const auto row = result.reorder[i];
        for (auto k = csr.start[row]; k < csr.start[row + 1]; ++k) call(i - first, k);
      }
    };
    for_each([&](std::size_t, std::uint32_t k) { columns.add(csr.column[k]); });
    columns.append_to(result.column);
    const auto width = result.column.size() - result.start.back();
    const auto values = result.value.size();
    result.start.push_back(static_cast<std::uint32_t>(result.column.size()));
    result.value.resize(values + (end - first) * width);
    for_each([&](std::size_t i, std::uint32_t k) {
      result.value[values + i * width + columns.place(csr.column[k])] = csr.value[k];
    });
  }
  return result;
}

Dense<std::int16_t> Bspc::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  auto next = value.begin();
  for (std::size_t i = 0; i < reorder.size(); ++i) {
    const auto band = i / static_cast<std::size_t>(band_rows);
    for (auto c = start[band]; c < start[band + 1]; ++c) matrix(reorder[i], column[c]) = *next++;
  }
  return matrix;
}

FormatBits Bspc::bits(int value_bits) const {
  const auto row_width = index_width(static_cast<std::uint64_t>(rows));
  return {.values = static_cast<std::int64_t>(value.size()) * value_bits,
          .indices = static_cast<std::int64_t>(column.size()) *
                     index_width(static_cast<std::uint64_t>(columns)),
          .tables = static_cast<std::int64_t>(reorder.size()) * row_width +
                    static_cast<std::int64_t>(start.size()) * index_width(column.size() + 1)};
}

}  // namespace sim::tensor
