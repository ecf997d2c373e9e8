// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/relative_csc_encoder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "sim/base/divisor.h"

namespace sim::tensor {
namespace {

using Entry = RelativeCsc::Entry;

/// Both fields as one number, which compilers write faster than two bytes.
Entry entry_of(std::uint32_t code, std::uint32_t zeros) {
  static_assert(std::endian::native == std::endian::little);
  return std::bit_cast<Entry>(static_cast<std::uint16_t>(code | zeros << 8));
}

/// Where a row lives.
struct Home {
  std::uint32_t processing_element;
  std::uint32_t local_row;
};

class AnyHomes {
 public:
  explicit AnyHomes(std::uint32_t processing_elements)
      : elements_(processing_elements), divisor_(processing_elements) {}
  Home of(std::uint32_t row) const {
    const auto local_row = divisor_.quotient(row);
    return {row - local_row * elements_, local_row};
  }

 private:
  std::uint32_t elements_;
  Divisor divisor_;
};

/// The same for a power of two, which takes the host less.
class PowerOfTwoHomes {
 public:
  explicit PowerOfTwoHomes(std::uint32_t processing_elements)
      : mask_(processing_elements - 1), shift_(std::countr_zero(processing_elements)) {}
  Home of(std::uint32_t row) const { return {row & mask_, row >> shift_}; }

 private:
  std::uint32_t mask_;
  int shift_;
};

/// Asks the host's cache for the room behind the entries, which is written much later.
void prefetch_room(const std::vector<Entry>& entries, std::size_t wanted) {
  constexpr std::size_t line = 64 / sizeof(Entry);
  const auto room = std::min(wanted, entries.capacity() - entries.size());
  const auto* const end = entries.data() + entries.size();
  for (std::size_t i = 0; i < room; i += line) __builtin_prefetch(end + i, 1);
}

}  // namespace

template <class Homes>
RelativeCscEncoder::Common RelativeCscEncoder::common_loop(int index_bits) {
  using Self = RelativeCscEncoder;
  static constexpr std::array<Common, 8> loops = {
      &Self::write_common<1, Homes>, &Self::write_common<2, Homes>, &Self::write_common<3, Homes>,
      &Self::write_common<4, Homes>, &Self::write_common<5, Homes>, &Self::write_common<6, Homes>,
      &Self::write_common<7, Homes>, &Self::write_common<8, Homes>};
  return loops[index_bits - 1];
}

RelativeCscEncoder::RelativeCscEncoder(RelativeCsc& result, const Csc& matrix,
                                       std::uint32_t row_begin)
    : result_(result),
      matrix_(matrix),
      row_begin_(row_begin),
      row_end_(row_begin + static_cast<std::uint32_t>(result.rows)),
      elements_(static_cast<std::uint32_t>(result.processing_elements())),
      first_local_row_(row_begin / elements_),
      write_common_(std::has_single_bit(elements_) ? common_loop<PowerOfTwoHomes>(result.index_bits)
                                                   : common_loop<AnyHomes>(result.index_bits)) {
  const auto rows = static_cast<std::uint32_t>(result.rows);
  const auto local_rows = rows / elements_ + (rows % elements_ != 0);
  row_length_ = staged_entries + local_rows + fillers_at_once;
  stage_.resize(std::size_t{elements_} * row_length_);
  result.start.reserve((static_cast<std::size_t>(result.columns) + 1) * elements_);
  // An even share of the non-zeros and a half, and all the fillers that there can be: pages that
  // stay empty cost the host nothing.
  const auto share = matrix.value.size() / elements_ * rows / std::max(matrix.rows, 1);
  const auto fillers = std::size_t{local_rows >> result.index_bits} * result.columns;
  for (std::uint32_t pe = 0; pe < elements_; ++pe) {
    result.entries[pe].reserve(share + share / 2 + fillers);
    cursors_.push_back({stage_row(pe), 0});
  }
  moved_.resize(elements_);
}

bool RelativeCscEncoder::run() {
  const bool all_rows = result_.rows == matrix_.rows;
  for (std::int32_t j = 0; j < matrix_.columns; ++j) {
    std::size_t first = matrix_.start[j], last = matrix_.start[j + 1];
    if (!all_rows) {
      const auto row = matrix_.row.begin();
      const auto begin = std::lower_bound(row + first, row + last, row_begin_);
      first = begin - row;
      last = std::lower_bound(begin, row + last, row_end_) - row;
    }
    begin_column();
    write_column(first, last);
  }
  begin_column();
  empty_stage();
  return !nameless_;
}

/// Notes where a column starts, and makes sure that there is room for it.
void RelativeCscEncoder::begin_column() {
  const auto size = result_.start.size();
  result_.start.resize(size + elements_);
  auto* const start = result_.start.data() + size;
  auto* const cursors = cursors_.data();
  const auto* const moved = moved_.data();
  std::ptrdiff_t most = 0;
  auto* row = stage_.data();
  for (std::uint32_t pe = 0; pe < elements_; ++pe, row += row_length_) {
    const auto staged = cursors[pe].next - row;
    start[pe] = moved[pe] + static_cast<std::uint32_t>(staged);
    most = std::max(most, staged);
    cursors[pe].local_row = first_local_row_;
  }
  if (most > staged_entries) empty_stage();
}

/// The loop itself is kept free of what is rare: values that have no code yet, and gaps that are
/// too long for it.
void RelativeCscEncoder::write_column(std::size_t first, std::size_t last) {
  while ((first = (this->*write_common_)(first, last)) < last) {
    const auto code = result_.codebook.name(matrix_.value[first]);
    nameless_ |= code == 0;
    if (nameless_) return;
    write_any(matrix_.row[first++], code);
  }
}

/// Writes non-zeros up to the first that is not common; says which that is.
template <int index_bits, class Homes>
std::size_t RelativeCscEncoder::write_common(std::size_t first, std::size_t last) {
  constexpr std::uint32_t mask = (1u << index_bits) - 1;
  constexpr Entry filler{0, mask};
  constexpr std::array<Entry, fillers_at_once> bridge{filler, filler, filler, filler};
  const auto* row = matrix_.row.data() + first;
  const auto* value = matrix_.value.data() + first;
  const auto* const end = matrix_.row.data() + last;
  const auto* const code_of = result_.codebook.codes().data();
  auto* const cursors = cursors_.data();
  const Homes home(elements_);
  while (row != end) {
    __builtin_prefetch(row + nonzeros_ahead);
    __builtin_prefetch(row + nonzeros_ahead + nonzeros_at_once / 2);
    __builtin_prefetch(value + nonzeros_ahead);
    const auto* const pause = row + std::min(nonzeros_at_once, end - row);
    for (; row != pause; ++row, ++value) {
      const auto code = code_of[static_cast<std::uint16_t>(*value)];
      const auto here = home.of(*row);
      auto& cursor = cursors[here.processing_element];
      const auto gap = here.local_row - cursor.local_row;
      const std::size_t fillers = gap >> index_bits;
      if (code == 0 || fillers > fillers_at_once) return row - matrix_.row.data();
      auto* const at = cursor.next;
      std::memcpy(at, bridge.data(), sizeof bridge);
      at[fillers] = entry_of(code, gap & mask);
      cursor = {at + fillers + 1, here.local_row + 1};
    }
  }
  return row - matrix_.row.data();
}

void RelativeCscEncoder::write_any(std::uint32_t row, std::uint8_t code) {
  const auto here = AnyHomes(elements_).of(row);
  auto& cursor = cursors_[here.processing_element];
  const auto gap = here.local_row - cursor.local_row;
  const auto mask = (1u << result_.index_bits) - 1;
  auto* const at = std::fill_n(cursor.next, gap >> result_.index_bits,
                               Entry{0, static_cast<std::uint8_t>(mask)});
  *at = {code, static_cast<std::uint8_t>(gap & mask)};
  cursor = {at + 1, here.local_row + 1};
}

void RelativeCscEncoder::empty_stage() {
  for (std::uint32_t pe = 0; pe < elements_; ++pe) {
    auto& entries = result_.entries[pe];
    entries.insert(entries.end(), stage_row(pe), cursors_[pe].next);
    prefetch_room(entries, staged_entries);
    cursors_[pe].next = stage_row(pe);
    moved_[pe] = static_cast<std::uint32_t>(entries.size());
  }
}

}  // namespace sim::tensor
