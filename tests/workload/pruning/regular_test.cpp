// SPDX-License-Identifier: Apache-2.0
// Structures that keep the largest weights of groups of a stated size: N:M, DARB, balanced.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "sim/workload/density_spread.h"
#include "sim/workload/pruning/darb.h"
#include "sim/workload/stream.h"
#include "tests/workload/pruning/case.h"

namespace sim::workload::pruning {
namespace {

// Of some weights: how many are kept, and whether they are the largest.
class Group {
 public:
  void add(const Case& pruned, std::int32_t row, std::int32_t column) {
    const auto energy = pruned.energy(row, column);
    ++size_;
    if (pruned.keeps(row, column)) {
      ++kept_;
      least_kept_ = std::min(least_kept_, energy);
    } else {
      most_pruned_ = std::max(most_pruned_, energy);
    }
  }
  std::int64_t size() const { return size_; }
  std::int64_t kept() const { return kept_; }
  bool keeps_largest() const { return kept_ == 0 || least_kept_ >= most_pruned_; }

 private:
  std::int64_t size_ = 0, kept_ = 0;
  std::uint64_t least_kept_ = std::numeric_limits<std::uint64_t>::max(), most_pruned_ = 0;
};

TEST(NOfM, TheLargestOfEveryGroupOfChannelsAtTheSamePlace) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry(12, 20, 2);
    const auto m = *rc::gen::inRange(1, 10);
    const NOfM structure{*rc::gen::inRange(1, m + 1), m};
    const Case pruned(geometry, structure);
    const auto area = geometry.kernel_area();
    for (std::int32_t row = 0; row < geometry.rows; ++row) {
      for (std::int32_t channel = 0; channel < geometry.channels(); channel += m) {
        for (std::int32_t place = 0; place < area; ++place) {
          Group group;
          for (auto c = channel; c < std::min(channel + m, geometry.channels()); ++c) {
            group.add(pruned, row, c * area + place);
          }
          RC_ASSERT(group.kept() == std::min<std::int64_t>(structure.n, group.size()));
          RC_ASSERT(group.keeps_largest());
        }
      }
    }
  }));
}

TEST(NOfM, GroupsOf64) {
  const Case pruned({3, 128, 1, 1, 1}, NOfM{64, 64});
  EXPECT_EQ(pruned.kept(), 3 * 128);
  EXPECT_EQ(Case({3, 128, 1, 1, 1}, NOfM{1, 64}).kept(), 6);
}

TEST(Balanced, EveryProcessingElementKeepsTheLargestOfItsRows) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry();
    const auto elements = *rc::gen::inRange(1, geometry.rows + 1);
    const auto density = *rc::gen::inRange(1, 101) / 100.0;
    const Case pruned(geometry, Balanced{elements}, density, *rc::gen::inRange(0, 1000));
    std::vector<Group> groups(static_cast<std::size_t>(elements));
    for (std::int32_t row = 0; row < geometry.rows; ++row) {
      auto& group = groups[static_cast<std::size_t>(row % elements)];
      for (std::int32_t j = 0; j < geometry.columns; ++j) group.add(pruned, row, j);
    }
    for (const auto& group : groups) {
      RC_ASSERT(group.kept() == std::llround(density * static_cast<double>(group.size())));
      RC_ASSERT(group.keeps_largest());
    }
  }));
}

TEST(Balanced, RowsAndColumnsVaryAsStated) {
  const Geometry geometry{512, 512, 1, 1, 1};
  const Synthesis synthesis{
      .density = 0.2, .row_spread = 0.3, .column_spread = 0.2, .structure = Balanced{4}};
  const auto matrix = synthesise_weights(geometry, synthesis, nullptr, {}, "t");
  EXPECT_EQ(matrix.nonzeros(), 4 * std::llround(0.2 * 128 * 512));
  const auto row_factor = density_spread(512, 0.3, 1, stream_of("t/rows"));
  std::vector<double> rows(512);
  for (const auto row : matrix.row) ++rows[row];
  double covariance = 0, variance = 0;
  for (std::size_t i = 0; i < 512; ++i) {
    covariance += (row_factor[i] - 1) * (rows[i] / (0.2 * 512) - 1);
    variance += (row_factor[i] - 1) * (row_factor[i] - 1);
  }
  EXPECT_NEAR(covariance / variance, 1, 0.05);
}

// Spread apart from balance, a ternary matrix is one in which a single element has all rows.
TEST(Balanced, TernaryPruningIsThatOfOneProcessingElement) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry();
    const Case balanced(geometry, Balanced{1}, 0.37), ternary(geometry, Ternary(), 0.37);
    for (std::int32_t i = 0; i < geometry.rows; ++i) {
      for (std::int32_t j = 0; j < geometry.columns; ++j) {
        RC_ASSERT(balanced.keeps(i, j) == ternary.keeps(i, j));
      }
    }
  }));
}

// What a row can lose at most by doubling its blocks.
std::int64_t largest_step(std::int32_t columns, const std::vector<std::int32_t>& sizes) {
  std::int64_t largest = 0;
  for (const auto size : sizes) {
    largest = std::max<std::int64_t>(largest, (columns + size - 1) / size);
  }
  return largest;
}

TEST(Darb, EveryBlockOfARowKeepsItsLargestWeight) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry(24, 60, 2);
    const Darb structure{1 << *rc::gen::inRange(1, 6)};
    const auto density = std::max(*rc::gen::inRange(1, 101) / 100.0, 1.0 / structure.largest_block);
    const auto seed = *rc::gen::inRange(0, 1000);
    const Case pruned(geometry, structure, density, seed);
    const DenseWeights weights(geometry.rows, geometry.columns, seed, stream_of("t"));
    const std::vector<double> even(static_cast<std::size_t>(geometry.rows), 1.0);
    const auto sizes = block_sizes(structure, density, even, weights);
    for (std::int32_t row = 0; row < geometry.rows; ++row) {
      const auto size = sizes[static_cast<std::size_t>(row)];
      RC_ASSERT(std::has_single_bit(static_cast<unsigned>(size)));
      RC_ASSERT(size >= 1 && size <= structure.largest_block);
      for (std::int32_t first = 0; first < geometry.columns; first += size) {
        Group group;
        for (auto j = first; j < std::min(first + size, geometry.columns); ++j) {
          group.add(pruned, row, j);
        }
        RC_ASSERT(group.kept() == 1);
        RC_ASSERT(group.keeps_largest());
      }
    }
  }));
}

TEST(Darb, TheDensityIsNextToTheStatedOne) {
  for (const double density : {0.04, 0.09, 0.11, 0.3, 0.5, 0.7}) {
    const std::vector<double> factor = density_spread(300, 0.3, 1, stream_of("t/rows"));
    const DenseWeights weights(300, 4096, 1, stream_of("t"));
    const auto sizes = block_sizes({64}, density, factor, weights);
    std::int64_t kept = 0;
    for (const auto size : sizes) kept += 4096 / size;
    EXPECT_LE(std::abs(static_cast<double>(kept) - density * 300 * 4096),
              static_cast<double>(largest_step(4096, sizes)) / 2 + 1)
        << density;
  }
}

TEST(Darb, SparserRowsHaveLargerBlocks) {
  const std::vector<double> factor = {0.05, 0.3, 1, 2.65};
  const DenseWeights weights(4, 8192, 1, stream_of("t"));
  EXPECT_EQ(block_sizes({64}, 0.25, factor, weights), (std::vector<std::int32_t>{64, 16, 4, 2}));
}

// Three rows of half their weights are nearer to 0.48 than two of a half and one of a quarter.
TEST(Darb, BlocksAreDoubledOnlyIfThatBringsTheDensityNearer) {
  const DenseWeights weights(3, 8192, 1, stream_of("t"));
  EXPECT_EQ(block_sizes({64}, 0.48, {1, 1, 1}, weights), (std::vector<std::int32_t>{2, 2, 2}));
  const auto nearer = block_sizes({64}, 0.45, {1, 1, 1}, weights);
  EXPECT_EQ(std::count(nearer.begin(), nearer.end(), 4), 1);
}

TEST(Darb, ARowThatWouldKeepNothingHasTheLargestBlocks) {
  const DenseWeights weights(2, 16, 1, stream_of("t"));
  EXPECT_EQ(block_sizes({32}, 0.5, {1e-9, 2 - 1e-9}, weights)[0], 32);
}

}  // namespace
}  // namespace sim::workload::pruning
