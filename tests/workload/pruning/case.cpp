// SPDX-License-Identifier: Apache-2.0
#include "tests/workload/pruning/case.h"

#include <rapidcheck.h>

#include <algorithm>

#include "sim/workload/pruning/dense_weights.h"
#include "sim/workload/stream.h"

namespace sim::workload::pruning {

Geometry any_geometry(int most_filters, int most_channels, int most_kernel) {
  Geometry geometry;
  geometry.groups = *rc::gen::inRange(1, 4);
  geometry.rows = geometry.groups * *rc::gen::inRange(1, most_filters / geometry.groups + 1);
  geometry.kernel_height = *rc::gen::inRange(1, most_kernel + 1);
  geometry.kernel_width = *rc::gen::inRange(1, most_kernel + 1);
  geometry.columns = geometry.kernel_area() * *rc::gen::inRange(1, most_channels + 1);
  return geometry;
}

Case::Case(const Geometry& geometry, const Structure& structure, double density, std::int64_t seed)
    : geometry_(geometry),
      energy_(
          {static_cast<std::size_t>(geometry.rows), static_cast<std::size_t>(geometry.columns)}),
      rank_(energy_.shape()) {
  const Quantisation scaled = {.bits = 16, .scale = 8000};
  dense_ = synthesise_weights(geometry, {.seed = seed}, nullptr, scaled, "t").decode();
  const Synthesis synthesis{.density = density, .seed = seed, .structure = structure};
  const auto matrix = synthesise_weights(geometry, synthesis, nullptr, scaled, "t");
  matrix.check();
  kept_ = matrix.nonzeros();
  pruned_ = matrix.decode();

  const DenseWeights weights(geometry.rows, geometry.columns, seed, stream_of("t"));
  std::vector<std::uint32_t> words(weights.pitch());
  for (std::size_t j = 0; j < energy_.shape()[1]; ++j) {
    weights.draw(static_cast<std::int32_t>(j), words);
    for (std::size_t i = 0; i < energy_.shape()[0]; ++i) {
      energy_(i, j) = weights.energy(words[i]);
      rank_(i, j) = weights.rank(words[i]);
    }
  }
}

bool Case::keeps(std::int32_t row, std::int32_t column) const {
  return pruned_(static_cast<std::size_t>(row), static_cast<std::size_t>(column)) != 0;
}

std::uint64_t Case::energy(std::int32_t row, std::int32_t column) const {
  return energy_(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
}

std::uint32_t Case::rank(std::int32_t row, std::int32_t column) const {
  return rank_(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
}

std::uint64_t Case::energy_of(std::int32_t row, std::int32_t column, std::int32_t rows,
                              std::int32_t columns) const {
  std::uint64_t sum = 0;
  for (auto i = row; i < std::min(row + rows, geometry_.rows); ++i) {
    for (auto j = column; j < std::min(column + columns, geometry_.columns); ++j) {
      sum += energy(i, j);
    }
  }
  return sum;
}

std::int64_t Case::kept_of(std::int32_t row, std::int32_t column, std::int32_t rows,
                           std::int32_t columns) const {
  std::int64_t sum = 0;
  for (auto i = row; i < std::min(row + rows, geometry_.rows); ++i) {
    for (auto j = column; j < std::min(column + columns, geometry_.columns); ++j) {
      sum += keeps(i, j);
    }
  }
  return sum;
}

}  // namespace sim::workload::pruning
