// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/darb.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sim::workload::pruning {
namespace {

// How many of each row's weights unstructured pruning keeps.
std::vector<std::int32_t> kept_per_row(double density, const std::vector<double>& row_factor,
                                       const DenseWeights& weights) {
  std::vector<double> limit;
  for (const auto factor : row_factor) limit.push_back(std::ldexp(density * factor, 31));
  std::vector<std::uint32_t> words(weights.pitch());
  std::vector<std::int32_t> kept(row_factor.size());
  for (std::int32_t column = 0; column < weights.columns(); ++column) {
    weights.draw(column, words);
    for (std::size_t row = 0; row < kept.size(); ++row) {
      kept[row] += weights.rank(words[row]) < limit[row];
    }
  }
  return kept;
}

std::int64_t blocks(std::int32_t columns, std::int32_t size) { return (columns + size - 1) / size; }

}  // namespace

std::vector<std::int32_t> block_sizes(const Darb& structure, double density,
                                      const std::vector<double>& row_factor,
                                      const DenseWeights& weights) {
  const auto columns = weights.columns();
  std::vector<std::int32_t> size;
  std::vector<double> beyond;  // 1 / share, in units of the row's size: from 1 to 2
  for (const auto kept : kept_per_row(density, row_factor, weights)) {
    size.push_back(1);
    const auto wanted = kept == 0 ? structure.largest_block : columns / kept;
    while (size.back() * 2 <= std::min(wanted, structure.largest_block)) size.back() *= 2;
    beyond.push_back(static_cast<double>(columns) / std::max(kept, 1) / size.back());
  }
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < size.size(); ++row) {
    if (size[row] < structure.largest_block) order.push_back(row);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return beyond[a] > beyond[b]; });
  std::int64_t excess = -std::llround(density * columns * static_cast<double>(size.size()));
  for (const auto one : size) excess += blocks(columns, one);
  for (const auto row : order) {
    const auto less = blocks(columns, size[row]) - blocks(columns, 2 * size[row]);
    if (2 * excess <= less) break;
    excess -= less;
    size[row] *= 2;
  }
  return size;
}

Mask prune_darb(const Darb& structure, double density, const std::vector<double>& row_factor,
                const DenseWeights& weights) {
  const auto size = block_sizes(structure, density, row_factor, weights);
  Mask mask(weights.rows(), weights.columns());
  std::vector<std::uint32_t> words(weights.pitch());
  struct Largest {
    Rank rank;
    std::int32_t column;
  };
  std::vector<Largest> largest(size.size());
  for (std::int32_t column = 0; column < weights.columns(); ++column) {
    weights.draw(column, words);
    const bool is_last = column + 1 == weights.columns();
    for (std::size_t row = 0; row < size.size(); ++row) {
      const auto inside = column & (size[row] - 1);
      const auto rank = weights.rank(words[row]);
      if (inside == 0 || rank < largest[row].rank) largest[row] = {rank, column};
      if (inside == size[row] - 1 || is_last) {
        mask.keep(static_cast<std::int32_t>(row), largest[row].column);
      }
    }
  }
  return mask;
}

}  // namespace sim::workload::pruning
