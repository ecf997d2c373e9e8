// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/parts/filter_sums.h"

#include <cstring>
#include <span>

#include "sim/base/vectorised.h"

namespace arch::pcnn {
namespace {

using Terms = std::span<const FilterSums::Term>;

// A block of pixels, in a machine vector or several.
using WideActivations [[gnu::vector_size(wide_block * 2)]] = std::int16_t;
using WideSums [[gnu::vector_size(wide_block * 4)]] = std::int32_t;
using NarrowActivations [[gnu::vector_size(narrow_block * 2)]] = std::int16_t;
using NarrowSums [[gnu::vector_size(narrow_block * 4)]] = std::int32_t;

NZSIM_VECTORISED
void add_wide(Terms terms, const std::int16_t* rows, std::int32_t* sums) {
  WideSums total = {};
  for (const auto& term : terms) {
    WideActivations row;
    std::memcpy(&row, rows + std::size_t{term.row} * wide_block, sizeof row);
    total += __builtin_convertvector(row, WideSums) * term.weight;
  }
  std::memcpy(sums, &total, sizeof total);
}

NZSIM_VECTORISED
void add_narrow(Terms terms, const std::int16_t* rows, std::int32_t* sums) {
  NarrowSums total = {};
  for (const auto& term : terms) {
    NarrowActivations row;
    std::memcpy(&row, rows + std::size_t{term.row} * narrow_block, sizeof row);
    total += __builtin_convertvector(row, NarrowSums) * term.weight;
  }
  std::memcpy(sums, &total, sizeof total);
}

template <std::size_t block>
void add_block(Terms terms, const std::int16_t* rows, std::int32_t* sums) {
  if constexpr (block == wide_block) {
    add_wide(terms, rows, sums);
  } else {
    add_narrow(terms, rows, sums);
  }
}

template <std::size_t block>
void add_block(Terms terms, const std::int16_t* rows, std::int64_t* sums) {
  std::int64_t total[block] = {};
  for (const auto& term : terms) {
    const auto* const row = rows + std::size_t{term.row} * block;
    for (std::size_t i = 0; i < block; ++i) total[i] += std::int64_t{term.weight} * row[i];
  }
  std::copy_n(total, block, sums);
}

}  // namespace

FilterSums::FilterSums(const Config& config, const Mapping& mapping, bool values)
    : mapping_(mapping), values_(values) {
  const auto terms = std::int64_t{mapping.kernels.per_filter} * mapping.kernels.slots;
  narrow_ = (terms << (2 * config.operand_bits - 2)) < (std::int64_t{1} << 31);
  terms_.resize(static_cast<std::size_t>(terms));
}

void FilterSums::append(const Windows& windows, const Round& round, int filter,
                        std::vector<std::int64_t>& sums) {
  collect(windows, round, filter);
  if (!values_) return;
  const bool wide = windows.block_pixels() == wide_block;
  if (narrow_) {
    wide ? add_up<std::int32_t, wide_block>(windows, sums)
         : add_up<std::int32_t, narrow_block>(windows, sums);
  } else {
    wide ? add_up<std::int64_t, wide_block>(windows, sums)
         : add_up<std::int64_t, narrow_block>(windows, sums);
  }
}

// Short loops over the weights of a kernel are unrolled.
void FilterSums::collect(const Windows& windows, const Round& round, int filter) {
  switch (mapping_.kernels.slots) {
    case 1:
      return collect<1>(windows, round, filter);
    case 2:
      return collect<2>(windows, round, filter);
    case 3:
      return collect<3>(windows, round, filter);
    case 4:
      return collect<4>(windows, round, filter);
    default:
      return collect<0>(windows, round, filter);
  }
}

// The weights that are not 0, with the activations that they meet. A weight that is 0 is written,
// too, but not kept: the loop has no branch to mispredict.
template <std::size_t slots>
void FilterSums::collect(const Windows& windows, const Round& round, int filter) {
  const auto& kernels = mapping_.kernels;
  const auto channels = static_cast<std::size_t>(kernels.per_filter);
  const auto n = slots == 0 ? static_cast<std::size_t>(kernels.slots) : slots;
  const auto first_kernel = static_cast<std::size_t>(filter) * channels;
  const auto* weight = kernels.value.data() + first_kernel * n;
  auto* next = terms_.data();
  std::int64_t active = 0, effectual = 0;
  for (std::size_t c = 0; c < channels; ++c) {
    const auto* const position = kernels.position.data() + kernels.pattern_of(first_kernel + c) * n;
    const auto first_row = windows.row(static_cast<std::size_t>(round.first_channel) + c, 0);
    for (std::size_t i = 0; i < n; ++i, ++weight) {
      const auto row = first_row + position[i];
      const auto nonzeros = windows.nonzeros(row);
      const bool kept = *weight != 0;
      *next = {static_cast<std::uint32_t>(row), *weight};
      next += kept;
      active += nonzeros;
      effectual += kept ? nonzeros : 0;
    }
  }
  count_ = static_cast<std::size_t>(next - terms_.data());
  active_ = active;
  effectual_ = effectual;
}

template <class Sum, std::size_t block>
void FilterSums::add_up(const Windows& windows, std::vector<std::int64_t>& sums) const {
  const Terms terms(terms_.data(), count_);
  Sum total[block];
  for (std::size_t first = 0; first < windows.pixels(); first += block) {
    add_block<block>(terms, windows.block(first), total);
    sums.insert(sums.end(), total, total + std::min(block, windows.pixels() - first));
  }
}

}  // namespace arch::pcnn
