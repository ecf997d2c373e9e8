// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/relative_csc.h"

#include <algorithm>
#include <utility>

namespace sim::tensor {
namespace {

using Entry = RelativeCsc::Entry;

/// Where a row lives. A table of these costs less than a division for every non-zero.
struct Home {
  std::uint32_t processing_element;
  std::uint32_t local_row;
};

std::vector<Home> homes(std::uint32_t rows, std::uint32_t processing_elements) {
  std::vector<Home> table(rows);
  for (std::uint32_t i = 0; i < rows; ++i) {
    table[i] = {i % processing_elements, i / processing_elements};
  }
  return table;
}

/// Writes all slices in one pass. The buffers are filled with fillers beforehand, so that a gap is
/// bridged by stepping over them: the loop over the non-zeros has no branch to mispredict.
class Encoder {
 public:
  Encoder(RelativeCsc& result, const Csc& matrix, std::uint32_t row_begin);
  /// False if the codebook has no code left for a value.
  bool run();

 private:
  /// Where a processing element writes next, and the local row that a gap is counted from.
  struct Cursor {
    Entry* at;
    std::uint32_t local_row;
  };
  /// A slice's buffers: a column that begins behind `limit` might not fit.
  struct Target {
    Entry* begin;
    Entry* limit;
    std::uint32_t* start;
  };

  void open_column(std::int32_t column);
  void write_column(std::size_t first, std::size_t last);
  void make_room(std::size_t processing_element, std::size_t capacity);

  RelativeCsc& result_;
  const Csc& matrix_;
  std::uint32_t row_begin_;
  std::uint32_t row_end_;
  std::vector<Home> home_;
  std::vector<Cursor> cursors_;
  std::vector<Target> targets_;
  std::uint32_t local_rows_;
  bool nameless_ = false;
};

Encoder::Encoder(RelativeCsc& result, const Csc& matrix, std::uint32_t row_begin)
    : result_(result),
      matrix_(matrix),
      row_begin_(row_begin),
      row_end_(row_begin + static_cast<std::uint32_t>(result.rows)) {
  const auto elements = static_cast<std::uint32_t>(result.slices.size());
  const auto rows = static_cast<std::uint32_t>(result.rows);
  home_ = homes(rows, elements);
  local_rows_ = rows / elements + (rows % elements != 0);
  // A guess that most matrices fit into: an even share of the non-zeros, and some fillers.
  const auto share = matrix.value.size() / elements * rows / std::max(matrix.rows, 1);
  cursors_.resize(elements);
  targets_.resize(elements);
  for (std::uint32_t pe = 0; pe < elements; ++pe) {
    result.slices[pe].start.resize(static_cast<std::size_t>(result.columns) + 1);
    cursors_[pe] = {result.slices[pe].entries.data(), 0};
    make_room(pe, share + share / 4 + local_rows_);
  }
}

bool Encoder::run() {
  const bool all_rows = result_.rows == matrix_.rows;
  for (std::int32_t j = 0; j < matrix_.columns; ++j) {
    std::size_t first = matrix_.start[j], last = matrix_.start[j + 1];
    if (!all_rows) {
      const auto row = matrix_.row.begin();
      const auto begin = std::lower_bound(row + first, row + last, row_begin_);
      first = begin - row;
      last = std::lower_bound(begin, row + last, row_end_) - row;
    }
    open_column(j);
    write_column(first, last);
  }
  open_column(matrix_.columns);
  for (auto& slice : result_.slices) slice.entries.resize(slice.start.back(), Entry{});
  return !nameless_;
}

/// Ends the column before: notes where this one starts, and makes sure that it has room.
void Encoder::open_column(std::int32_t column) {
  for (std::size_t pe = 0; pe < cursors_.size(); ++pe) {
    auto& cursor = cursors_[pe];
    const auto& target = targets_[pe];
    const auto used = static_cast<std::uint32_t>(cursor.at - target.begin);
    target.start[column] = used;
    cursor.local_row = 0;
    if (cursor.at > target.limit) make_room(pe, used + used / 2 + 2 * std::size_t{local_rows_});
  }
}

void Encoder::write_column(std::size_t first, std::size_t last) {
  const auto* row = matrix_.row.data();
  const auto* value = matrix_.value.data();
  const auto* code_of = result_.codebook.codes().data();
  const auto* home = home_.data();
  const auto row_begin = row_begin_;
  auto* const cursors = cursors_.data();
  const auto index_bits = result_.index_bits;
  const std::uint32_t mask = (1u << index_bits) - 1;
  bool nameless = false;
  for (auto k = first; k < last; ++k) {
    const Home here = home[row[k] - row_begin];
    auto& cursor = cursors[here.processing_element];
    const auto gap = here.local_row - cursor.local_row;
    auto code = code_of[static_cast<std::uint16_t>(value[k])];
    if (code == 0) [[unlikely]] {
      code = result_.codebook.name(value[k]);
      nameless |= code == 0;
    }
    auto* const at = cursor.at + (gap >> index_bits);
    *at = {code, static_cast<std::uint8_t>(gap & mask)};
    cursor.at = at + 1;
    cursor.local_row = here.local_row + 1;
  }
  nameless_ |= nameless;
}

void Encoder::make_room(std::size_t processing_element, std::size_t capacity) {
  auto& slice = result_.slices[processing_element];
  auto& cursor = cursors_[processing_element];
  const auto used = cursor.at - slice.entries.data();
  slice.entries.resize(capacity, {0, static_cast<std::uint8_t>((1u << result_.index_bits) - 1)});
  auto* const begin = slice.entries.data();
  cursor.at = begin + used;
  // Every entry covers at least one row, so local_rows_ is the longest that a column can be.
  targets_[processing_element] = {begin, begin + capacity - local_rows_, slice.start.data()};
}

}  // namespace

std::optional<RelativeCsc> RelativeCsc::encode_naming(const Csc& matrix, Codebook& codebook,
                                                      int processing_elements, int index_bits,
                                                      std::int32_t row_begin,
                                                      std::int32_t row_end) {
  if (processing_elements < 1) throw Fault("relative csc: no processing element");
  if (index_bits < 1 || index_bits > 8) throw Fault("relative csc: indices have 1 to 8 bits");
  if (row_begin < 0 || row_begin > row_end || row_end > matrix.rows) {
    throw Fault("relative csc: no such rows");
  }
  if (row_begin % processing_elements != 0) {
    throw Fault("relative csc: the first row must belong to the first processing element");
  }
  RelativeCsc result{row_end - row_begin, matrix.columns, index_bits, codebook,
                     std::vector<Slice>(processing_elements)};
  if (!Encoder(result, matrix, static_cast<std::uint32_t>(row_begin)).run()) return std::nullopt;
  codebook = result.codebook;
  return result;
}

RelativeCsc RelativeCsc::encode(const Csc& matrix, const Codebook& codebook,
                                int processing_elements, int index_bits, std::int32_t row_begin,
                                std::int32_t row_end) {
  auto growing = codebook;
  auto result = encode_naming(matrix, growing, processing_elements, index_bits, row_begin, row_end);
  if (!result || growing.size() != codebook.size()) {
    throw Fault("relative csc: the codebook does not name every value");
  }
  return *std::move(result);
}

RelativeCsc RelativeCsc::encode(const Dense<std::int16_t>& matrix, int processing_elements,
                                int index_bits, int code_bits) {
  const auto csc = Csc::encode(matrix);
  const auto codebook = Codebook::of(csc, code_bits);
  if (!codebook) throw Fault("relative csc: more distinct values than codes");
  return encode(csc, *codebook, processing_elements, index_bits, 0, csc.rows);
}

Csc RelativeCsc::to_csc() const {
  Csc result{rows, columns, {0}, {}, {}};
  std::vector<std::pair<std::uint32_t, std::int16_t>> column;
  for (std::int32_t j = 0; j < columns; ++j) {
    column.clear();
    for (int pe = 0; pe < processing_elements(); ++pe) {
      std::uint32_t local_row = 0;
      for (const auto entry : entries_of(pe, j)) {
        local_row += entry.zeros;
        const auto row = local_row * static_cast<std::uint32_t>(slices.size()) + pe;
        if (entry.code != 0) column.emplace_back(row, codebook.value(entry.code));
        ++local_row;
      }
    }
    std::sort(column.begin(), column.end());
    for (const auto& [row, value] : column) {
      result.row.push_back(row);
      result.value.push_back(value);
    }
    result.start.push_back(static_cast<std::uint32_t>(result.row.size()));
  }
  return result;
}

std::int64_t RelativeCsc::stored() const {
  std::int64_t sum = 0;
  for (const auto& slice : slices) sum += static_cast<std::int64_t>(slice.entries.size());
  return sum;
}

std::int64_t RelativeCsc::fillers() const {
  std::int64_t sum = 0;
  for (const auto& slice : slices) {
    sum += std::count_if(slice.entries.begin(), slice.entries.end(),
                         [](Entry entry) { return entry.code == 0; });
  }
  return sum;
}

FormatBits RelativeCsc::bits(int pointer_bits) const {
  const auto pointers = static_cast<std::int64_t>(slices.size()) * (std::int64_t{columns} + 1);
  return {.values = stored() * codebook.bits(),
          .indices = stored() * index_bits,
          .tables = pointers * pointer_bits + (std::int64_t{16} << codebook.bits())};
}

}  // namespace sim::tensor
