// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/crossbar.h"

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

constexpr std::size_t lanes = 16;  // sums in one of the host's vector registers

// The inputs' words that a read needs, with the bits of rows that are switched off 0.
struct ActiveWords {
  std::uint64_t bits[most_dac_bits][most_array_rows / 64];
  int planes;
  std::size_t first;  ///< of a plane
  std::size_t count;
};

[[gnu::always_inline]] inline void select(const InputSlices& inputs, int slice, Rows active,
                                          ActiveWords& words) {
  words.planes = inputs.format().dac_bits;
  words.first = static_cast<std::size_t>(active.first) / 64;
  words.count = (static_cast<std::size_t>(active.end()) + 63) / 64 - words.first;
  const auto planes = inputs.planes(slice);
  const auto pitch = inputs.words();
  const bool all = active.count == inputs.rows();
  for (std::size_t w = 0; w < words.count; ++w) {
    const auto at = words.first + w;
    const auto mask = all ? ~std::uint64_t{0} : mask_of(active, at);
    for (std::size_t d = 0; d < static_cast<std::size_t>(words.planes); ++d) {
      words.bits[d][w] = planes[d * pitch + at] & mask;
    }
  }
}

struct Planes {
  const std::uint64_t* words;  ///< by cell bit, word, column
  std::size_t vectors;         ///< of columns
  int cell_bits;
  std::size_t words_per_plane;

  std::size_t columns() const { return vectors * lanes; }
};

// What `Bits` cell bits of `Words` words give to the sums of all columns, times 2^shift: added, or
// written and converted. The number of clips. Simple enough for compilers to vectorise.
template <int Bits, int Words, bool Adds, class Conversion>
[[gnu::always_inline]] inline std::int32_t add_block(const Planes& planes,
                                                     const std::uint64_t* cells,
                                                     const std::uint64_t* active, int shift,
                                                     const Conversion& conversion,
                                                     std::int32_t* __restrict sums) {
  const auto columns = planes.columns(), next_bit = planes.words_per_plane * columns;
  const auto convert = conversion;  // not in memory that the sums could be in
  std::uint64_t word[Words];
  for (std::size_t w = 0; w < Words; ++w) word[w] = active[w];
  std::int32_t clips = 0;
  for (std::size_t c = 0; c < columns; ++c) {
    std::uint64_t sum = 0;
    for (std::size_t k = 0; k < Bits; ++k) {
      std::uint64_t ones = 0;
      for (std::size_t w = 0; w < Words; ++w) {
        const auto cell = cells[k * next_bit + w * columns + c];
        ones += static_cast<std::uint64_t>(__builtin_popcountll(cell & word[w]));
      }
      sum += ones << k;
    }
    const auto value = static_cast<std::int32_t>(sum) << shift;
    sums[c] = Adds ? sums[c] + value : convert(value, clips);
  }
  return clips;
}

template <int Bits>
[[gnu::always_inline]] inline void add_bits(const Planes& planes, const std::uint64_t* cells,
                                            const ActiveWords& active, int shift, bool first,
                                            std::int32_t* sums) {
  for (int d = 0; d < active.planes; ++d, first = false) {
    for (std::size_t w = 0; w < active.count; w += 2, first = false) {
      const auto* const from = cells + w * planes.columns();
      const auto* const words = active.bits[d] + w;
      const int by = shift + d;
      const bool two = w + 1 < active.count;
      if (first && two) add_block<Bits, 2, false>(planes, from, words, by, Keep{}, sums);
      if (first && !two) add_block<Bits, 1, false>(planes, from, words, by, Keep{}, sums);
      if (!first && two) add_block<Bits, 2, true>(planes, from, words, by, Keep{}, sums);
      if (!first && !two) add_block<Bits, 1, true>(planes, from, words, by, Keep{}, sums);
    }
  }
}

// Block after block.
[[gnu::always_inline]] inline void add_up(const Planes& planes, const ActiveWords& active,
                                          std::int32_t* sums) {
  const auto* cells = planes.words + active.first * planes.columns();
  const auto next_bit = planes.words_per_plane * planes.columns();
  int k = 0;
  for (; k + 1 < planes.cell_bits; k += 2, cells += 2 * next_bit) {
    add_bits<2>(planes, cells, active, k, k == 0, sums);
  }
  if (k < planes.cell_bits) add_bits<1>(planes, cells, active, k, k == 0, sums);
}

// Whether one block is all there is to a read.
bool is_one_block(const Planes& planes, const ActiveWords& active) {
  return planes.cell_bits <= 2 && active.planes == 1 && active.count <= 2;
}

// Converts sums where they arise, which saves a pass over them.
template <class Conversion>
[[gnu::always_inline]] inline std::int32_t read_block(const Planes& planes,
                                                      const ActiveWords& active,
                                                      const Conversion& convert,
                                                      std::int32_t* sums) {
  const auto* const cells = planes.words + active.first * planes.columns();
  const auto* const words = active.bits[0];
  if (planes.cell_bits == 2) {
    return active.count == 2 ? add_block<2, 2, false>(planes, cells, words, 0, convert, sums)
                             : add_block<2, 1, false>(planes, cells, words, 0, convert, sums);
  }
  return active.count == 2 ? add_block<1, 2, false>(planes, cells, words, 0, convert, sums)
                           : add_block<1, 1, false>(planes, cells, words, 0, convert, sums);
}

void keep_all(const Planes& planes, const ActiveWords& active, std::int32_t* sums);

// Inlined into functions for different processors.
template <class Conversion>
[[gnu::always_inline]] inline std::int32_t read_all(const Planes& planes, const ActiveWords& active,
                                                    const Conversion& convert, std::int32_t* sums) {
  // In one loop with longer conversions, compilers vectorise neither them nor the counting.
  constexpr bool is_short =
      std::is_same_v<Conversion, Keep> || std::is_same_v<Conversion, Saturate>;
  if constexpr (is_short) {
    if (is_one_block(planes, active)) return read_block(planes, active, convert, sums);
  }
  if constexpr (std::is_same_v<Conversion, Keep>) {
    add_up(planes, active, sums);
    return 0;
  } else {
    keep_all(planes, active, sums);
    const auto conversion = convert;  // not in memory that the sums could be in
    std::int32_t clips = 0;
    for (std::size_t c = 0; c < planes.columns(); ++c) sums[c] = conversion(sums[c], clips);
    return clips;
  }
}

template <class Conversion>
using ReadAll = std::int32_t (*)(const Planes&, const ActiveWords&, const Conversion&,
                                 std::int32_t*);

template <class Conversion>
std::int32_t read_all_plainly(const Planes& planes, const ActiveWords& active,
                              const Conversion& convert, std::int32_t* sums) {
  return read_all(planes, active, convert, sums);
}

// target_clones cannot name AVX-512's population count.
#if defined(__x86_64__)
template <class Conversion>
__attribute__((target("popcnt"))) std::int32_t read_all_by_words(const Planes& planes,
                                                                 const ActiveWords& active,
                                                                 const Conversion& convert,
                                                                 std::int32_t* sums) {
  return read_all(planes, active, convert, sums);
}

template <class Conversion>
__attribute__((target("avx512f,avx512vl,avx512vpopcntdq"))) std::int32_t read_all_by_vectors(
    const Planes& planes, const ActiveWords& active, const Conversion& convert,
    std::int32_t* sums) {
  return read_all(planes, active, convert, sums);
}
#endif

// The best version for the processor.
template <class Conversion>
ReadAll<Conversion> choose_read_all() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq")) {
    return read_all_by_vectors<Conversion>;
  }
  if (__builtin_cpu_supports("popcnt")) return read_all_by_words<Conversion>;
#endif
  return read_all_plainly<Conversion>;
}

template <class Conversion>
const ReadAll<Conversion> read_all_best = choose_read_all<Conversion>();

void keep_all(const Planes& planes, const ActiveWords& active, std::int32_t* sums) {
  read_all_best<Keep>(planes, active, {}, sums);
}

}  // namespace

Crossbar::Crossbar(const Levels& levels, int cell_bits)
    : rows_(static_cast<int>(levels.shape().at(0))),
      columns_(static_cast<int>(levels.shape().at(1))),
      cell_bits_(cell_bits),
      words_((static_cast<std::size_t>(rows_) + 63) / 64),
      room_((static_cast<std::size_t>(columns_) + lanes - 1) / lanes * lanes) {
  if (rows_ < 1 || rows_ > most_array_rows || columns_ < 1 || cell_bits < 1 ||
      cell_bits > most_cell_bits) {
    throw sim::Fault("a crossbar's rows, columns or cell bits are out of bounds");
  }
  const auto planes = static_cast<std::size_t>(cell_bits);
  constexpr std::size_t in_line = std::size(Line{}.word);
  planes_.resize(planes * words_ * room_ / in_line);
  for (std::size_t r = 0; r < levels.shape()[0]; ++r) {
    for (std::size_t c = 0; c < levels.shape()[1]; ++c) {
      const std::uint64_t level = levels(r, c);
      if (level >> cell_bits != 0) throw sim::Fault("a level is more than a cell can hold");
      for (std::size_t k = 0; k < planes; ++k) {
        const auto line = ((k * words_ + r / 64) * room_ + c) / in_line;
        planes_[line].word[c % in_line] |= ((level >> k) & 1) << (r % 64);
      }
    }
  }
}

template <class Conversion>
std::int64_t Crossbar::read(const InputSlices& inputs, int slice, Rows active,
                            const Conversion& convert, std::span<std::int32_t> values) const {
  if (values.size() < room_ || inputs.rows() != rows_) {
    throw sim::Fault("a crossbar's inputs or sums have the wrong size");
  }
  if (active.first < 0 || active.count < 1 || active.end() > rows_) {
    throw sim::Fault("a crossbar's active rows are not among its rows");
  }
  ActiveWords words;
  select(inputs, slice, active, words);
  const auto clips = read_all_best<Conversion>(
      {planes_.front().word, room_ / lanes, cell_bits_, words_}, words, convert, values.data());
  if (room_ == static_cast<std::size_t>(columns_)) return clips;
  std::int32_t of_zero = 0;  // of a column that is not there
  convert(0, of_zero);
  return clips - of_zero * (static_cast<std::int64_t>(room_) - columns_);
}

void Crossbar::read(const InputSlices& inputs, int slice, Rows active,
                    std::span<std::int32_t> sums) const {
  read(inputs, slice, active, Keep{}, sums);
}

std::int64_t Crossbar::read(const InputSlices& inputs, int slice, Rows active, const Adc& adc,
                            std::span<std::int32_t> values) const {
  return std::visit(
      [&](const auto& convert) { return read(inputs, slice, active, convert, values); },
      adc.conversion());
}

}  // namespace arch::memristor
