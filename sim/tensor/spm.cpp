// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/spm.h"

#include <algorithm>
#include <bit>

namespace sim::tensor {
namespace {

using Mask = std::uint16_t;
constexpr std::size_t all_masks = std::size_t{1} << Spm::most_positions;

std::vector<Mask> masks_of(const Csc& matrix, const Spm& spm) {
  std::vector<Mask> masks(static_cast<std::size_t>(spm.kernels()), 0);
  const auto per_row = static_cast<std::size_t>(spm.kernels_per_row());
  for (std::int32_t j = 0; j < spm.columns; ++j) {
    const auto kernel = static_cast<std::size_t>(j / spm.positions);
    const auto bit = static_cast<Mask>(1u << (j % spm.positions));
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      masks[matrix.row[k] * per_row + kernel] |= bit;
    }
  }
  return masks;
}

// Different masks, those with most positions first, then those that occur most often.
std::vector<Mask> ranked(const std::vector<Mask>& masks) {
  std::vector<std::uint32_t> occurrences(all_masks, 0);
  for (const auto mask : masks) ++occurrences[mask];
  std::vector<Mask> different;
  for (std::size_t m = 0; m < all_masks; ++m) {
    if (occurrences[m] > 0) different.push_back(static_cast<Mask>(m));
  }
  std::stable_sort(different.begin(), different.end(), [&](Mask a, Mask b) {
    const auto in_a = std::popcount(a), in_b = std::popcount(b);
    return in_a != in_b ? in_a > in_b : occurrences[a] > occurrences[b];
  });
  return different;
}

// The first pattern with all positions of a mask; the number of patterns if there is none.
std::size_t first_covering(const std::vector<Mask>& patterns, Mask mask) {
  std::size_t p = 0;
  while (p < patterns.size() && (patterns[p] & mask) != mask) ++p;
  return p;
}

// The lowest free positions make up for what a pattern lacks.
Mask completed(Mask pattern, int n) {
  for (int p = 0; std::popcount(pattern) < n; ++p) pattern |= static_cast<Mask>(1u << p);
  return pattern;
}

// Masks of n positions are patterns. The others take the first that covers them, or join the last
// new one as long as it has room.
std::vector<Mask> patterns_for(const std::vector<Mask>& different, int n) {
  std::vector<Mask> patterns;
  std::size_t complete = 0;
  for (const auto mask : different) {
    if (first_covering(patterns, mask) < patterns.size()) continue;
    const bool open = complete < patterns.size();
    if (open && std::popcount(static_cast<Mask>(patterns.back() | mask)) <= n) {
      patterns.back() |= mask;
    } else {
      patterns.push_back(mask);
    }
    if (std::popcount(patterns.back()) == n) complete = patterns.size();
  }
  for (auto& pattern : patterns) pattern = completed(pattern, n);
  return patterns;
}

// What positions were made up with may cover masks of later patterns, which nobody needs then.
void drop_unused(std::vector<Mask>& patterns, const std::vector<Mask>& different) {
  std::vector<bool> used(patterns.size());
  for (const auto mask : different) used[first_covering(patterns, mask)] = true;
  std::vector<Mask> kept;
  for (std::size_t p = 0; p < patterns.size(); ++p) {
    if (used[p]) kept.push_back(patterns[p]);
  }
  patterns = std::move(kept);
}

void name_kernels(Spm& spm, const std::vector<Mask>& masks, const std::vector<Mask>& different) {
  std::vector<Mask> code_of(all_masks, 0);
  for (const auto mask : different) {
    code_of[mask] = static_cast<Mask>(first_covering(spm.patterns, mask));
  }
  spm.code.reserve(masks.size());
  for (const auto mask : masks) spm.code.push_back(code_of[mask]);
}

// The place of a position's value among those of its kernel.
std::size_t rank_in(Mask pattern, int position) {
  return static_cast<std::size_t>(std::popcount(pattern & ((1u << position) - 1)));
}

void copy_values(Spm& spm, const Csc& matrix) {
  const auto n = static_cast<std::size_t>(spm.weights_per_kernel);
  const auto per_row = static_cast<std::size_t>(spm.kernels_per_row());
  spm.value.assign(spm.code.size() * n, 0);
  for (std::int32_t j = 0; j < spm.columns; ++j) {
    const auto kernel = static_cast<std::size_t>(j / spm.positions);
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      const auto at = matrix.row[k] * per_row + kernel;
      const auto rank = rank_in(spm.patterns[spm.code[at]], j % spm.positions);
      spm.value[at * n + rank] = matrix.value[k];
    }
  }
}

}  // namespace

Spm Spm::encode(const Csc& matrix, int positions, std::int32_t columns) {
  if (positions < 1 || positions > most_positions) throw Fault("spm: kernels have 1 to 16 weights");
  Spm spm;
  spm.rows = matrix.rows;
  spm.columns = columns;
  spm.positions = positions;
  const auto masks = masks_of(matrix, spm);
  const auto different = ranked(masks);
  if (!different.empty()) spm.weights_per_kernel = std::popcount(different.front());
  spm.patterns = patterns_for(different, spm.weights_per_kernel);
  drop_unused(spm.patterns, different);
  name_kernels(spm, masks, different);
  copy_values(spm, matrix);
  return spm;
}

Spm Spm::encode(const Dense<std::int16_t>& matrix, int positions) {
  const auto columns = Csc::encode(matrix);
  return encode(columns, positions, columns.columns);
}

Dense<std::int16_t> Spm::decode() const {
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  const auto* next = value.data();
  for (std::size_t i = 0, at = 0; i < static_cast<std::size_t>(rows); ++i) {
    for (std::int32_t first = 0; first < columns; first += positions, ++at) {
      for (int p = 0; p < positions; ++p) {
        if ((patterns[code[at]] >> p & 1) == 0) continue;
        const auto weight = *next++;
        const std::int32_t column = first + p;
        if (column < columns) matrix(i, static_cast<std::size_t>(column)) = weight;
      }
    }
  }
  return matrix;
}

int Spm::code_bits() const {
  return patterns.empty() ? 0 : std::bit_width(static_cast<unsigned>(patterns.size() - 1));
}

FormatBits Spm::bits(int value_bits) const {
  return {.values = static_cast<std::int64_t>(value.size()) * value_bits,
          .indices = kernels() * code_bits(),
          .tables = static_cast<std::int64_t>(patterns.size()) * positions};
}

}  // namespace sim::tensor
