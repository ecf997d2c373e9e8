// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/relative_csc_encoder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>

#include "sim/base/divisor.h"
#include "sim/base/vectorised.h"

namespace sim::tensor {
namespace {

using Entry = RelativeCsc::Entry;

/// Where a row lives. Its key has the local row above the low bits; in these stands what is the
/// same for all rows of a processing element.
struct Home {
  std::uint32_t processing_element;
  std::uint64_t key;
};

/// For a power of two, not larger than the low bits can tell apart.
template <int low_bits>
class ShiftedHomes {
 public:
  static bool suit(std::uint32_t processing_elements) {
    return std::has_single_bit(processing_elements) && processing_elements <= 1u << low_bits;
  }
  explicit ShiftedHomes(std::uint32_t processing_elements)
      : mask_(processing_elements - 1), factor_((1u << low_bits) / processing_elements) {}
  Home of(std::uint32_t row) const { return {row & mask_, std::uint64_t{row} * factor_}; }

 private:
  std::uint32_t mask_, factor_;
};

template <int low_bits>
class AnyHomes {
 public:
  explicit AnyHomes(std::uint32_t processing_elements)
      : elements_(processing_elements), divisor_(processing_elements) {}
  Home of(std::uint32_t row) const {
    const auto local_row = divisor_.quotient(row);
    return {row - local_row * elements_, std::uint64_t{local_row} << low_bits};
  }

 private:
  std::uint32_t elements_;
  Divisor divisor_;
};

/// Writes where all processing elements' next column starts in their slices; whether a row of the
/// stage is full.
NZSIM_VECTORISED
bool note_starts(std::uint32_t* start, std::size_t elements, const std::uint64_t* sums,
                 std::uint64_t one, int place_shift, const std::uint32_t* in_slice,
                 const std::uint32_t* full_at) {
  std::uint32_t full = 0;
  for (std::size_t pe = 0; pe < elements; ++pe) {
    const auto place = static_cast<std::uint32_t>((sums[pe] + one) >> place_shift);
    start[pe] = in_slice[pe] + place;
    full |= place > full_at[pe] ? 1 : 0;
  }
  return full != 0;
}

/// Row of the first entry of a column's part, or of the filler that stands where there is none.
std::uint16_t first_row(const Entry& entry) {
  return entry.code == 0 ? RelativeCscColumns::none : entry.zeros;
}

/// Asks the host's cache for the room behind the entries, which is written much later.
void prefetch_room(const std::vector<Entry>& entries, std::size_t wanted) {
  constexpr std::size_t line = 64 / sizeof(Entry);
  const auto room = std::min(wanted, entries.capacity() - entries.size());
  const auto* const end = entries.data() + entries.size();
  for (std::size_t i = 0; i < room; i += line) __builtin_prefetch(end + i, 1);
}

}  // namespace

template <class Homes>
void RelativeCscEncoder::choose_loop() {
  using Self = RelativeCscEncoder;
  static constexpr std::array<Loop, 8> loops = {
      &Self::write_named<1, Homes>, &Self::write_named<2, Homes>, &Self::write_named<3, Homes>,
      &Self::write_named<4, Homes>, &Self::write_named<5, Homes>, &Self::write_named<6, Homes>,
      &Self::write_named<7, Homes>, &Self::write_named<8, Homes>};
  write_named_ = loops[static_cast<std::size_t>(result_.index_bits - 1)];
  const Homes homes(elements_);
  for (std::uint32_t pe = 0; pe < elements_; ++pe) {
    before_.push_back(homes.of(row_begin_ + pe).key - (1u << low_bits));
  }
}

RelativeCscEncoder::RelativeCscEncoder(RelativeCsc& result, const Csc& matrix,
                                       std::uint32_t row_begin, RelativeCscColumns* columns)
    : result_(result),
      matrix_(matrix),
      columns_(columns),
      row_begin_(row_begin),
      row_end_(row_begin + static_cast<std::uint32_t>(result.rows)),
      elements_(static_cast<std::uint32_t>(result.processing_elements())),
      zeros_(((1u << result.index_bits) - 1) << low_bits),
      sum_(elements_),
      last_(elements_),
      in_slice_(elements_),
      full_at_(elements_) {
  if (ShiftedHomes<low_bits>::suit(elements_)) {
    choose_loop<ShiftedHomes<low_bits>>();
  } else {
    choose_loop<AnyHomes<low_bits>>();
  }
  const auto rows = static_cast<std::uint32_t>(result.rows);
  const auto local_rows = rows / elements_ + (rows % elements_ != 0);
  row_length_ = staged_entries + local_rows;
  fillers_.assign(row_length_, {0, static_cast<std::uint8_t>((1 << result.index_bits) - 1)});
  stage_.resize(std::size_t{elements_} * row_length_, fillers_.front());
  result.start.reserve((static_cast<std::size_t>(result.columns) + 1) * elements_);
  // An even share of the non-zeros and a half, and all the fillers that there can be: pages that
  // stay empty cost the host nothing.
  const auto share = matrix.value.size() / elements_ * rows / std::max(matrix.rows, 1);
  const auto fillers = std::size_t{local_rows >> result.index_bits} * result.columns;
  for (std::uint32_t pe = 0; pe < elements_; ++pe) {
    result.entries[pe].reserve(share + share / 2 + fillers);
    full_at_[pe] = pe * row_length_ + staged_entries;
    clear_row(pe);
  }
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
    if (columns_) note_column(last - first);
  }
  begin_column();
  empty_stage();
  return !nameless_;
}

/// Notes where a column starts, and makes sure that there is room for it.
void RelativeCscEncoder::begin_column() {
  const auto size = result_.start.size();
  result_.start.resize(size + elements_);
  const bool full = note_starts(result_.start.data() + size, elements_, sum_.data(), 1u << low_bits,
                                low_bits + result_.index_bits, in_slice_.data(), full_at_.data());
  std::copy(before_.begin(), before_.end(), last_.begin());
  if (full) empty_stage();
}

void RelativeCscEncoder::note_column(std::size_t nonzeros) {
  const auto size = columns_->ends.size();
  columns_->ends.resize(size + elements_);
  auto* const ends = columns_->ends.data() + size;
  const auto* const start = std::to_address(result_.start.end()) - elements_;
  for (std::uint32_t pe = 0; pe < elements_; ++pe) {
    const auto last_row = ((last_[pe] - before_[pe]) >> low_bits) - 1;
    ends[pe] = {first_row(stage_[start[pe] - in_slice_[pe]]), static_cast<std::uint16_t>(last_row)};
  }
  columns_->nonzeros.push_back(static_cast<std::uint32_t>(nonzeros));
}

void RelativeCscEncoder::write_column(std::size_t first, std::size_t last) {
  while ((first = (this->*write_named_)(first, last)) < last) {
    nameless_ |= result_.codebook.name(matrix_.value[first]) == 0;
    if (nameless_) return;
  }
}

/// Writes non-zeros up to the first whose value has no code yet; says which that is.
template <int index_bits, class Homes>
std::size_t RelativeCscEncoder::write_named(std::size_t first, std::size_t last) {
  static_assert(std::endian::native == std::endian::little && sizeof(Entry) == 2);
  const auto zeros = zeros_;  // no constant: the second byte of a register is slow to change
  const auto* row = matrix_.row.data() + first;
  const auto* value = matrix_.value.data() + first;
  const auto* const end = matrix_.row.data() + last;
  const auto* const code_of = result_.codebook.codes().data();
  auto* const stage = stage_.data();
  auto* const sums = sum_.data();
  auto* const last_keys = last_.data();
  const Homes homes(elements_);
  while (row != end) {
    __builtin_prefetch(row + nonzeros_ahead);
    __builtin_prefetch(row + nonzeros_ahead + nonzeros_at_once / 2);
    __builtin_prefetch(value + nonzeros_ahead);
    const auto* const pause = row + std::min(nonzeros_at_once, end - row);
    for (; row != pause; ++row, ++value) {
      const std::uint32_t code = code_of[static_cast<std::uint16_t>(*value)];
      if (code == 0) return static_cast<std::size_t>(row - matrix_.row.data());
      const auto [pe, key] = homes.of(*row);
      const auto sum = sums[pe] + (key - last_keys[pe]);
      last_keys[pe] = key;
      sums[pe] = sum | zeros;  // the zeros' largest: one more is the next place's least
      // Both fields as one number, which compilers write faster than two bytes.
      const auto entry = static_cast<std::uint16_t>(code | (sum & zeros));
      stage[sum >> (low_bits + index_bits)] = std::bit_cast<Entry>(entry);
    }
  }
  return last;
}

void RelativeCscEncoder::empty_stage() {
  const int place_shift = low_bits + result_.index_bits;
  for (std::uint32_t pe = 0; pe < elements_; ++pe) {
    auto& entries = result_.entries[pe];
    auto* const row = stage_row(pe);
    const auto end = (sum_[pe] + (1u << low_bits)) >> place_shift;
    const auto staged = static_cast<std::ptrdiff_t>(end - std::uint64_t{pe} * row_length_);
    entries.insert(entries.end(), row, row + staged);
    prefetch_room(entries, staged_entries);
    std::copy_n(fillers_.begin(), staged, row);
    clear_row(pe);
  }
}

/// The next entry stands at the beginning of the row, behind all that has left it.
void RelativeCscEncoder::clear_row(std::uint32_t processing_element) {
  const auto first = processing_element * row_length_;
  sum_[processing_element] =
      (std::uint64_t{first} << (low_bits + result_.index_bits)) - (1u << low_bits);
  in_slice_[processing_element] =
      static_cast<std::uint32_t>(result_.entries[processing_element].size()) - first;
}

}  // namespace sim::tensor
