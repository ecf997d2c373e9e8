// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/synthesis.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

namespace sim::workload {
namespace {

constexpr Quantisation shared = {.bits = 16, .codebook_bits = 4};

// FNV-1a over the numbers of ranges.
template <class... Range>
std::uint64_t checksum(const Range&... ranges) {
  std::uint64_t hash = 14695981039346656037u;
  const auto add = [&hash](const auto& range) {
    for (const auto number : range) {
      hash = (hash ^ static_cast<std::uint64_t>(number)) * 1099511628211u;
    }
  };
  (add(ranges), ...);
  return hash;
}

std::uint64_t checksum_of(const tensor::Csc& matrix) {
  return checksum(matrix.start, matrix.row, matrix.value);
}

tensor::Csc weights(std::int32_t rows, std::int32_t columns, const Synthesis& synthesis,
                    const Quantisation& quantisation = shared) {
  return synthesise_weights(rows, columns, synthesis, nullptr, quantisation, "t");
}

// The coefficient of variation of the density that counts of n elements each show, without the
// part that stems from drawing them.
double spread_of(const std::vector<double>& counts, double n) {
  double sum = 0, squares = 0;
  for (const auto count : counts) {
    sum += count;
    squares += count * count;
  }
  const auto mean = sum / static_cast<double>(counts.size());
  const auto variance = squares / static_cast<double>(counts.size()) - mean * mean;
  return std::sqrt(std::max(0.0, variance - mean * (1 - mean / n))) / mean;
}

TEST(Synthesis, TheDensityIsAsStated) {
  for (const double density : {0.001, 0.04, 0.25, 0.5, 0.99}) {
    const auto matrix = weights(1000, 1000, {.density = density});
    EXPECT_NO_THROW(matrix.check());
    const auto deviation = std::sqrt(1e6 * density * (1 - density));
    EXPECT_NEAR(static_cast<double>(matrix.nonzeros()), 1e6 * density, 4 * deviation);
  }
}

TEST(Synthesis, TheDensityVariesOverRowsAndColumnsAsStated) {
  const auto matrix =
      weights(2000, 2000, {.density = 0.1, .row_spread = 0.13, .column_spread = 0.3});
  std::vector<double> rows(2000), columns(2000);
  for (const auto row : matrix.row) ++rows[row];
  for (std::size_t j = 0; j < 2000; ++j) columns[j] = matrix.start[j + 1] - matrix.start[j];
  EXPECT_NEAR(spread_of(rows, 2000), 0.13, 0.01);
  EXPECT_NEAR(spread_of(columns, 2000), 0.3, 0.02);
  EXPECT_NEAR(static_cast<double>(matrix.nonzeros()), 4e5, 4e3);
}

TEST(Synthesis, WithoutSpreadRowsAndColumnsDifferByChanceOnly) {
  const auto matrix = weights(2000, 500, {.density = 0.1});
  std::vector<double> rows(2000);
  for (const auto row : matrix.row) ++rows[row];
  EXPECT_LT(spread_of(rows, 500), 0.04);
}

// Compared with every compiler, processor and build type.
TEST(Synthesis, TheSameSeedGivesTheSameTensorEverywhere) {
  const Synthesis synthesis{.density = 0.09, .row_spread = 0.13, .column_spread = 0.1, .seed = 42};
  const Synthesis bias{.density = 0.5};
  const auto matrix = synthesise_weights(300, 201, synthesis, &bias, shared, "fc6/weights");
  EXPECT_EQ(checksum_of(matrix), 9077376516880332424u);
  EXPECT_EQ(checksum_of(weights(300, 200, {.density = 1}, {.bits = 8})), 11996068223262729375u);
  EXPECT_EQ(checksum(synthesise_activations(3, 1000, {.density = 0.35}, {}, "fc6/activations")),
            14412245270968551493u);
}

TEST(Synthesis, SeedsAndTensorsDiffer) {
  std::set<std::uint64_t> checksums;
  const std::vector<std::int64_t> seeds = {0, 1, -1, std::int64_t{1} << 40};
  for (const auto seed : seeds) {
    const Synthesis synthesis{.density = 0.5, .seed = seed};
    for (const auto* tensor : {"a/weights", "b/weights"}) {
      checksums.insert(checksum_of(synthesise_weights(20, 20, synthesis, nullptr, shared, tensor)));
    }
  }
  EXPECT_EQ(checksums.size(), 8u);
}

TEST(Synthesis, AMatrixIsTheBeginningOfALargerOne) {
  // Without spread and with a stated scale, nothing depends on the size.
  const Quantisation scaled = {.bits = 16, .scale = 1000};
  const auto small = weights(3, 5, {.density = 0.5}, scaled).decode();
  const auto large = weights(700, 9, {.density = 0.5}, scaled).decode();
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 5; ++j) EXPECT_EQ(small(i, j), large(i, j));
  }
}

TEST(Synthesis, ACodebookHasFewValuesAndNoZero) {
  for (int bits = 1; bits <= 8; ++bits) {
    const auto matrix = weights(200, 200, {.density = 0.3}, {.bits = 16, .codebook_bits = bits});
    EXPECT_NO_THROW(matrix.check());
    const std::set<int> values(matrix.value.begin(), matrix.value.end());
    EXPECT_LE(values.size(), (std::size_t{1} << bits) - 1);
    EXPECT_GT(values.size(), (std::size_t{1} << bits) / 2 - 1);
  }
}

TEST(Synthesis, PruningKeepsTheLargestMagnitudes) {
  // A share of 0.3173 of a normal distribution lies beyond one standard deviation.
  const auto matrix = weights(500, 500, {.density = 0.3173}, {.bits = 16, .scale = 1000});
  int least = 32767, negative = 0, beyond_two = 0;
  for (const int value : matrix.value) {
    least = std::min(least, std::abs(value));
    negative += value < 0;
    beyond_two += std::abs(value) >= 2000;
  }
  EXPECT_GE(least, 1000);
  EXPECT_LE(least, 1001);
  const auto n = static_cast<double>(matrix.nonzeros());
  EXPECT_NEAR(negative / n, 0.5, 0.01);
  EXPECT_NEAR(beyond_two / n, 0.0455 / 0.3173, 0.01);
}

TEST(Synthesis, NarrowIntegersDoNotLowerTheDensity) {
  const auto matrix = weights(50, 50, {.density = 1}, {.bits = 4});
  EXPECT_NO_THROW(matrix.check());
  EXPECT_EQ(matrix.nonzeros(), 2500);
}

TEST(Synthesis, TheBiasIsTheLastColumnWithADensityOfItsOwn) {
  const Synthesis sparse{.density = 0.01}, full{.density = 1};
  const auto matrix = synthesise_weights(300, 11, sparse, &full, shared, "t");
  EXPECT_EQ(matrix.columns, 11);
  EXPECT_EQ(matrix.start[11] - matrix.start[10], 300u);
  EXPECT_LT(matrix.start[10], 100u);
}

TEST(Synthesis, TinyMatrices) {
  EXPECT_EQ(weights(1, 1, {.density = 1}).nonzeros(), 1);
  const auto nothing = weights(1, 3, {.density = 1e-9, .row_spread = 0.5, .column_spread = 0.5});
  EXPECT_EQ(nothing.nonzeros(), 0);
  EXPECT_NO_THROW(nothing.check());
  const auto row = weights(1, 1000, {.density = 0.5, .row_spread = 0.5});
  EXPECT_NO_THROW(row.check());
  EXPECT_NEAR(static_cast<double>(row.nonzeros()), 500, 64);
}

TEST(Synthesis, ActivationsHaveExactlyTheStatedNumberOfPositives) {
  for (const double density : {0.0001, 0.183, 0.5, 1.0}) {
    const auto values = synthesise_activations(4, 999, {.density = density}, {}, "t");
    ASSERT_EQ(values.size(), 4u * 999);
    for (auto vector = values.begin(); vector != values.end(); vector += 999) {
      EXPECT_EQ(std::count_if(vector, vector + 999, [](int v) { return v > 0; }),
                std::lround(density * 999));
      EXPECT_EQ(std::count_if(vector, vector + 999, [](int v) { return v < 0; }), 0);
    }
  }
}

TEST(Synthesis, ActivationsFillTheirWidthAndVectorsDiffer) {
  const auto values = synthesise_activations(2, 20000, {.density = 1}, {.bits = 8}, "t");
  const auto largest = *std::max_element(values.begin(), values.end());
  EXPECT_LE(largest, 127);
  EXPECT_GE(largest, 100);
  EXPECT_FALSE(std::equal(values.begin(), values.begin() + 20000, values.begin() + 20000));
}

}  // namespace
}  // namespace sim::workload
