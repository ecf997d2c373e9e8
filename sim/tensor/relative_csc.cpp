// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/relative_csc.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
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

/// Both fields as one number, which compilers write faster than two bytes.
Entry entry_of(std::uint32_t code, std::uint32_t zeros) {
  static_assert(std::endian::native == std::endian::little);
  return std::bit_cast<Entry>(static_cast<std::uint16_t>(code | zeros << 8));
}

/// Writes all slices in one pass. Columns are written into a stage that fits the host's first cache
/// and has a short row for every processing element; when a row is full all move on to their
/// slices. As many streams as there are processing elements would miss the host's TLB at every
/// step.
class Encoder {
 public:
  Encoder(RelativeCsc& result, const Csc& matrix, std::uint32_t row_begin);
  /// False if the codebook has no code left for a value.
  bool run();

 private:
  /// Where in the stage a processing element writes next, and the local row that a gap is counted
  /// from.
  struct Cursor {
    Entry* at;
    std::uint32_t local_row;
  };
  /// Fillers are written this many at a time, whether a gap needs them or not: the entry stands on
  /// the first that is not needed, and the loop has no branch to mispredict.
  static constexpr std::uint32_t fillers_at_once = 4;
  static constexpr std::uint32_t staged_entries = 256;

  void begin_column(std::int32_t column);
  void write_column(std::size_t first, std::size_t last);
  [[gnu::noinline]] std::size_t write_common(std::size_t first, std::size_t last);
  void write_any(std::uint32_t row, std::uint8_t code);
  void empty_stage();

  RelativeCsc& result_;
  const Csc& matrix_;
  std::uint32_t row_begin_;
  std::uint32_t row_end_;
  std::uint32_t first_local_row_;
  std::vector<Home> home_;
  std::vector<Cursor> cursors_;
  std::uint32_t row_length_;  ///< of the stage
  std::vector<Entry> stage_;  ///< (processing elements, row_length)
  bool nameless_ = false;
};

Encoder::Encoder(RelativeCsc& result, const Csc& matrix, std::uint32_t row_begin)
    : result_(result),
      matrix_(matrix),
      row_begin_(row_begin),
      row_end_(row_begin + static_cast<std::uint32_t>(result.rows)) {
  const auto elements = static_cast<std::uint32_t>(result.slices.size());
  const auto rows = static_cast<std::uint32_t>(result.rows);
  home_ = homes(row_end_, elements);
  first_local_row_ = row_begin / elements;
  const auto local_rows = rows / elements + (rows % elements != 0);
  row_length_ = staged_entries + local_rows + fillers_at_once;
  stage_.resize(std::size_t{elements} * row_length_);
  // An even share of the non-zeros and a half, and all the fillers that there can be: pages that
  // stay empty cost the host nothing.
  const auto share = matrix.value.size() / elements * rows / std::max(matrix.rows, 1);
  const auto fillers = std::size_t{local_rows >> result.index_bits} * result.columns;
  for (std::uint32_t pe = 0; pe < elements; ++pe) {
    result.slices[pe].start.resize(static_cast<std::size_t>(result.columns) + 1);
    result.slices[pe].entries.reserve(share + share / 2 + fillers);
    cursors_.push_back({stage_.data() + std::size_t{pe} * row_length_, 0});
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
    begin_column(j);
    write_column(first, last);
  }
  begin_column(matrix_.columns);
  empty_stage();
  return !nameless_;
}

/// Notes where a column starts, and makes sure that there is room for it.
void Encoder::begin_column(std::int32_t column) {
  bool full = false;
  const auto* row = stage_.data();
  for (std::size_t pe = 0; pe < cursors_.size(); ++pe, row += row_length_) {
    auto& slice = result_.slices[pe];
    const auto staged = static_cast<std::size_t>(cursors_[pe].at - row);
    slice.start[column] = static_cast<std::uint32_t>(slice.entries.size() + staged);
    cursors_[pe].local_row = first_local_row_;
    full |= staged > staged_entries;
  }
  if (full) empty_stage();
}

/// The loop itself is kept free of what is rare: values that have no code yet, and gaps that are
/// too long for it.
void Encoder::write_column(std::size_t first, std::size_t last) {
  while ((first = write_common(first, last)) < last) {
    const auto code = result_.codebook.name(matrix_.value[first]);
    nameless_ |= code == 0;
    if (nameless_) return;
    write_any(matrix_.row[first++], code);
  }
}

/// Writes non-zeros up to the first that is not common; says which that is.
std::size_t Encoder::write_common(std::size_t first, std::size_t last) {
  const auto* const row = matrix_.row.data();
  const auto* const value = matrix_.value.data();
  const auto* const code_of = result_.codebook.codes().data();
  const auto* const home = home_.data();
  auto* const cursors = cursors_.data();
  const auto index_bits = result_.index_bits;
  const std::uint32_t mask = (1u << index_bits) - 1;
  const Entry filler{0, static_cast<std::uint8_t>(mask)};
  const std::array<Entry, fillers_at_once> bridge{filler, filler, filler, filler};
  for (auto k = first; k < last; ++k) {
    const auto code = code_of[static_cast<std::uint16_t>(value[k])];
    const Home here = home[row[k]];
    auto& cursor = cursors[here.processing_element];
    const auto gap = here.local_row - cursor.local_row;
    const auto fillers = gap >> index_bits;
    if (code == 0 || fillers > fillers_at_once) return k;
    auto* const at = cursor.at;
    std::memcpy(at, bridge.data(), sizeof bridge);
    at[fillers] = entry_of(code, gap & mask);
    cursor.at = at + fillers + 1;
    cursor.local_row = here.local_row + 1;
  }
  return last;
}

void Encoder::write_any(std::uint32_t row, std::uint8_t code) {
  const auto here = home_[row];
  auto& cursor = cursors_[here.processing_element];
  const auto gap = here.local_row - cursor.local_row;
  const auto mask = (1u << result_.index_bits) - 1;
  auto* const at =
      std::fill_n(cursor.at, gap >> result_.index_bits, Entry{0, static_cast<std::uint8_t>(mask)});
  *at = {code, static_cast<std::uint8_t>(gap & mask)};
  cursor = {at + 1, here.local_row + 1};
}

void Encoder::empty_stage() {
  auto* row = stage_.data();
  for (std::size_t pe = 0; pe < cursors_.size(); ++pe, row += row_length_) {
    auto& entries = result_.slices[pe].entries;
    entries.insert(entries.end(), row, cursors_[pe].at);
    cursors_[pe].at = row;
  }
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
