// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/parts/plane_product.h"

#include <algorithm>

namespace arch::sot_mram {
namespace {

// Rows of the resident items: word w of item i stands at cells[w x stride + i].
struct Lanes {
  const std::uint64_t* cells;
  std::size_t stride, count;
};

struct And {
  [[gnu::always_inline]] static std::uint64_t sense(std::uint64_t a, std::uint64_t b) {
    return a & b;
  }
};
struct Xor {
  [[gnu::always_inline]] static std::uint64_t sense(std::uint64_t a, std::uint64_t b) {
    return a ^ b;
  }
};

// Up to eight words of a row; simple enough for compilers to vectorise over the items.
template <class Sensed, std::size_t Words>
[[gnu::always_inline]] inline void add_words(const Lanes& lanes, const std::uint64_t* row,
                                             std::int64_t coefficient,
                                             std::int64_t* __restrict sums) {
  std::uint64_t word[Words];
  for (std::size_t w = 0; w < Words; ++w) word[w] = row[w];
  for (std::size_t i = 0; i < lanes.count; ++i) {
    std::int64_t ones = 0;
    for (std::size_t w = 0; w < Words; ++w) {
      ones += __builtin_popcountll(Sensed::sense(lanes.cells[w * lanes.stride + i], word[w]));
    }
    sums[i] += coefficient * ones;
  }
}

template <class Sensed>
[[gnu::always_inline]] inline void add_row(Lanes lanes, const std::uint64_t* row, std::size_t words,
                                           std::int64_t coefficient, std::int64_t* sums) {
  constexpr std::size_t block = 8;
  for (; words >= block; words -= block, row += block, lanes.cells += block * lanes.stride) {
    add_words<Sensed, block>(lanes, row, coefficient, sums);
  }
  if (words >= 4) {
    add_words<Sensed, 4>(lanes, row, coefficient, sums);
    words -= 4, row += 4, lanes.cells += 4 * lanes.stride;
  }
  for (; words > 0; --words, ++row, lanes.cells += lanes.stride) {
    add_words<Sensed, 1>(lanes, row, coefficient, sums);
  }
}

using AddRow = void (*)(Lanes, const std::uint64_t*, std::size_t, std::int64_t, std::int64_t*);

template <class Sensed>
void add_row_plainly(Lanes lanes, const std::uint64_t* row, std::size_t words,
                     std::int64_t coefficient, std::int64_t* sums) {
  add_row<Sensed>(lanes, row, words, coefficient, sums);
}

// target_clones cannot name AVX-512's population count.
#if defined(__x86_64__)
template <class Sensed>
__attribute__((target("popcnt"))) void add_row_by_words(Lanes lanes, const std::uint64_t* row,
                                                        std::size_t words, std::int64_t coefficient,
                                                        std::int64_t* sums) {
  add_row<Sensed>(lanes, row, words, coefficient, sums);
}

template <class Sensed>
__attribute__((target("avx512f,avx512dq,avx512vl,avx512vpopcntdq"))) void add_row_by_vectors(
    Lanes lanes, const std::uint64_t* row, std::size_t words, std::int64_t coefficient,
    std::int64_t* sums) {
  add_row<Sensed>(lanes, row, words, coefficient, sums);
}
#endif

// The best version for the processor.
template <class Sensed>
AddRow choose_add_row() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vpopcntdq")) {
    return add_row_by_vectors<Sensed>;
  }
  if (__builtin_cpu_supports("popcnt")) return add_row_by_words<Sensed>;
#endif
  return add_row_plainly<Sensed>;
}

const AddRow add_row_by_and = choose_add_row<And>();
const AddRow add_row_by_xor = choose_add_row<Xor>();

}  // namespace

void add_products(const OperandPlanes& resident, std::size_t first, std::size_t count,
                  const OperandPlanes& written, std::size_t item, std::size_t segment,
                  std::int64_t* sums) {
  for (int j = 0; j < written.planes(); ++j) {
    if (!written.any(segment, j, item)) continue;
    const auto* const row = written.row(segment, j, item);
    for (int k = 0; k < resident.planes(); ++k) {
      const Lanes lanes{resident.row(segment, k, first), resident.word_stride(), count};
      add_row_by_and(lanes, row, resident.words(), written.coefficient(j) * resident.coefficient(k),
                     sums);
    }
  }
}

// A row of zeros of the activations adds as many ones as are subtracted.
void add_level_products(const OperandPlanes& resident, std::size_t first, std::size_t count,
                        const OperandPlanes& written, std::size_t item, std::size_t segment,
                        bool weights_stay, std::int64_t* sums) {
  const auto& activations = weights_stay ? written : resident;
  std::int64_t all_planes = 0;
  for (int j = 0; j < activations.planes(); ++j) all_planes += activations.coefficient(j);
  for (std::size_t i = 0; i < count; ++i) {
    const auto ones = weights_stay ? resident.sum(segment, first + i) : written.sum(segment, item);
    sums[i] += all_planes * (ones / 2);
  }
  for (int j = 0; j < written.planes(); ++j) {
    const auto* const row = written.row(segment, j, item);
    for (int k = 0; k < resident.planes(); ++k) {
      const Lanes lanes{resident.row(segment, k, first), resident.word_stride(), count};
      add_row_by_xor(lanes, row, resident.words(),
                     -written.coefficient(j) * resident.coefficient(k) / 2, sums);
    }
  }
}

}  // namespace arch::sot_mram
