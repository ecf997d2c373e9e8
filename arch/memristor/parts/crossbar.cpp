// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/crossbar.h"

#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

constexpr std::size_t lanes = 8;  // of the host's vector registers

// The inputs' words that a read needs, with the bits of rows that are switched off 0.
struct ActiveWords {
  std::uint64_t bits[most_dac_bits][most_array_rows / 64];
  int planes;
  std::size_t first;  ///< of a plane
  std::size_t count;
};

void select(const InputSlices& inputs, int slice, Rows active, ActiveWords& words) {
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

// What to do with a block's part of the sums.
enum class Sums {
  write,
  add,
  limit,  ///< write, limited to the ADC's highest value
};

// What `Bits` cell bits of `Words` words give to the sums of all columns, times 2^shift. The number
// of sums above the limit. Simple enough for compilers to vectorise.
template <int Bits, int Words, Sums What>
[[gnu::always_inline]] inline std::int64_t add_block(const Planes& planes,
                                                     const std::uint64_t* cells,
                                                     const std::uint64_t* active, int shift,
                                                     std::int64_t high,
                                                     std::int64_t* __restrict sums) {
  const auto columns = planes.columns(), next_bit = planes.words_per_plane * columns;
  std::uint64_t word[Words];
  for (std::size_t w = 0; w < Words; ++w) word[w] = active[w];
  std::int64_t inside = 0;
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
    auto value = static_cast<std::int64_t>(sum << shift);
    if (What == Sums::add) value += sums[c];
    if (What == Sums::limit) {  // with less work for the host than a minimum of 64-bit integers
      const auto excess = value - (high + 1);
      const auto fits = excess >> 63;  // all ones or 0
      value = high + 1 + (excess | ~fits);
      inside -= fits;
    }
    sums[c] = value;
  }
  return What == Sums::limit ? static_cast<std::int64_t>(columns) - inside : 0;
}

template <int Bits>
[[gnu::always_inline]] inline void add_bits(const Planes& planes, const std::uint64_t* cells,
                                            const ActiveWords& active, int shift, bool first,
                                            std::int64_t* sums) {
  for (int d = 0; d < active.planes; ++d, first = false) {
    for (std::size_t w = 0; w < active.count; w += 2, first = false) {
      const auto* const from = cells + w * planes.columns();
      const auto* const words = active.bits[d] + w;
      const int by = shift + d;
      const bool two = w + 1 < active.count;
      if (first && two) add_block<Bits, 2, Sums::write>(planes, from, words, by, 0, sums);
      if (first && !two) add_block<Bits, 1, Sums::write>(planes, from, words, by, 0, sums);
      if (!first && two) add_block<Bits, 2, Sums::add>(planes, from, words, by, 0, sums);
      if (!first && !two) add_block<Bits, 1, Sums::add>(planes, from, words, by, 0, sums);
    }
  }
}

[[gnu::always_inline]] inline void add_all(const Planes& planes, const std::uint64_t* cells,
                                           const ActiveWords& active, std::int64_t* sums) {
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

// The sums, limited if there is a limit, which only a read of one block may have. Inlined into
// functions for different processors.
[[gnu::always_inline]] inline std::int64_t add_up(const Planes& planes, const ActiveWords& active,
                                                  const std::int64_t* high, std::int64_t* sums) {
  const auto* const cells = planes.words + active.first * planes.columns();
  if (high == nullptr) {
    add_all(planes, cells, active, sums);
    return 0;
  }
  const auto* const words = active.bits[0];
  constexpr auto what = Sums::limit;
  if (planes.cell_bits == 2) {
    return active.count == 2 ? add_block<2, 2, what>(planes, cells, words, 0, *high, sums)
                             : add_block<2, 1, what>(planes, cells, words, 0, *high, sums);
  }
  return active.count == 2 ? add_block<1, 2, what>(planes, cells, words, 0, *high, sums)
                           : add_block<1, 1, what>(planes, cells, words, 0, *high, sums);
}

using AddUp = std::int64_t (*)(const Planes&, const ActiveWords&, const std::int64_t*,
                               std::int64_t*);

std::int64_t add_up_plainly(const Planes& planes, const ActiveWords& active,
                            const std::int64_t* high, std::int64_t* sums) {
  return add_up(planes, active, high, sums);
}

// target_clones cannot name AVX-512's population count.
#if defined(__x86_64__)
__attribute__((target("popcnt"))) std::int64_t add_up_by_words(const Planes& planes,
                                                               const ActiveWords& active,
                                                               const std::int64_t* high,
                                                               std::int64_t* sums) {
  return add_up(planes, active, high, sums);
}

__attribute__((target("avx512f,avx512vl,avx512vpopcntdq"))) std::int64_t add_up_by_vectors(
    const Planes& planes, const ActiveWords& active, const std::int64_t* high, std::int64_t* sums) {
  return add_up(planes, active, high, sums);
}
#endif

// The best version for the processor.
AddUp choose_add_up() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq")) {
    return add_up_by_vectors;
  }
  if (__builtin_cpu_supports("popcnt")) return add_up_by_words;
#endif
  return add_up_plainly;
}

const AddUp add_up_best = choose_add_up();

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
  planes_.resize(planes * words_ * room_ / lanes);
  for (std::size_t r = 0; r < levels.shape()[0]; ++r) {
    for (std::size_t c = 0; c < levels.shape()[1]; ++c) {
      const std::uint64_t level = levels(r, c);
      if (level >> cell_bits != 0) throw sim::Fault("a level is more than a cell can hold");
      for (std::size_t k = 0; k < planes; ++k) {
        const auto line = ((k * words_ + r / 64) * room_ + c) / lanes;
        planes_[line].word[c % lanes] |= ((level >> k) & 1) << (r % 64);
      }
    }
  }
}

std::int64_t Crossbar::read(const InputSlices& inputs, int slice, Rows active, const Adc* adc,
                            std::span<std::int64_t> values) const {
  if (values.size() < room_ || inputs.rows() != rows_) {
    throw sim::Fault("a crossbar's inputs or sums have the wrong size");
  }
  if (active.first < 0 || active.count < 1 || active.end() > rows_) {
    throw sim::Fault("a crossbar's active rows are not among its rows");
  }
  const Planes planes{planes_.front().word, room_ / lanes, cell_bits_, words_};
  ActiveWords words;
  select(inputs, slice, active, words);
  const auto columns = static_cast<std::size_t>(columns_);
  // Limiting the sums where they arise saves a pass over them. They are never below 0.
  if (adc != nullptr && adc->only_limits_above() && is_one_block(planes, words)) {
    const auto high = adc->limits().high;
    return add_up_best(planes, words, &high, values.data());
  }
  add_up_best(planes, words, nullptr, values.data());
  return adc == nullptr ? 0 : adc->convert(values.first(columns));
}

void Crossbar::read(const InputSlices& inputs, int slice, Rows active,
                    std::span<std::int64_t> sums) const {
  read(inputs, slice, active, nullptr, sums);
}

std::int64_t Crossbar::read(const InputSlices& inputs, int slice, Rows active, const Adc& adc,
                            std::span<std::int64_t> values) const {
  return read(inputs, slice, active, &adc, values);
}

}  // namespace arch::memristor
