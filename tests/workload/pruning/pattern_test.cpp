// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/pattern.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "sim/workload/stream.h"
#include "tests/workload/pruning/case.h"

namespace sim::workload::pruning {
namespace {

using Bits = std::uint64_t;

// What a set of positions keeps of the kernel that begins at a column.
Bits energy_of(const Case& pruned, std::int32_t row, std::int32_t column, Bits pattern) {
  Bits sum = 0;
  for (std::int32_t p = 0; p < pruned.geometry().kernel_area(); ++p) {
    if ((pattern >> p & 1) != 0) sum += pruned.energy(row, column + p);
  }
  return sum;
}

// Smaller if larger magnitudes are kept, even if their energies are equal.
Bits ranks_of(const Case& pruned, std::int32_t row, std::int32_t column, Bits pattern) {
  Bits sum = 0;
  for (std::int32_t p = 0; p < pruned.geometry().kernel_area(); ++p) {
    if ((pattern >> p & 1) != 0) sum += pruned.rank(row, column + p);
  }
  return sum;
}

Bits pattern_of(const Case& pruned, std::int32_t row, std::int32_t column) {
  Bits pattern = 0;
  for (std::int32_t p = 0; p < pruned.geometry().kernel_area(); ++p) {
    pattern |= Bits{pruned.keeps(row, column + p)} << p;
  }
  return pattern;
}

template <class Call>
void for_each_kernel(const Geometry& geometry, Call call) {
  for (std::int32_t row = 0; row < geometry.rows; ++row) {
    for (std::int32_t c = 0; c < geometry.channels(); ++c) call(row, c * geometry.kernel_area());
  }
}

// Distilled by trying all sets of positions on every kernel, of equals the lower number.
std::set<Bits> plain_patterns(const Case& pruned, const Pattern& structure) {
  const auto& geometry = pruned.geometry();
  std::map<Bits, Bits> value;
  for_each_kernel(geometry, [&](std::int32_t row, std::int32_t column) {
    Bits best = 0;
    for (Bits bits = 1; bits < Bits{1} << geometry.kernel_area(); ++bits) {
      if (std::popcount(bits) != structure.weights_per_kernel) continue;
      if (best == 0 || ranks_of(pruned, row, column, bits) < ranks_of(pruned, row, column, best)) {
        best = bits;
      }
    }
    value[best] += energy_of(pruned, row, column, best);
  });
  std::multimap<Bits, Bits, std::greater<>> ranking;
  for (const auto& [pattern, energy] : value) ranking.emplace(energy, pattern);
  std::set<Bits> patterns;
  for (const auto& [energy, pattern] : ranking) {
    if (patterns.size() < static_cast<std::size_t>(structure.patterns)) patterns.insert(pattern);
  }
  return patterns;
}

std::vector<Bits> distilled(const Case& pruned, const Pattern& structure, std::int64_t seed) {
  const auto& geometry = pruned.geometry();
  return distil(structure, geometry,
                DenseWeights(geometry.rows, geometry.columns, seed, stream_of("t")));
}

struct AnyPattern {
  Geometry geometry = any_geometry(12, 6, 3);
  Pattern structure{*rc::gen::inRange(1, geometry.kernel_area() + 1), *rc::gen::inRange(1, 12)};
  std::int64_t seed = *rc::gen::inRange(0, 1000);
};

TEST(PatternPruning, EveryKernelKeepsTheSameNumberInTheBestOfFewPatterns) {
  EXPECT_TRUE(rc::check([] {
    const AnyPattern any;
    const Case pruned(any.geometry, any.structure, 1, any.seed);
    const auto patterns = plain_patterns(pruned, any.structure);
    for_each_kernel(any.geometry, [&](std::int32_t row, std::int32_t column) {
      const auto mine = pattern_of(pruned, row, column);
      RC_ASSERT(std::popcount(mine) == any.structure.weights_per_kernel);
      RC_ASSERT(patterns.contains(mine));
      for (const auto other : patterns) {
        RC_ASSERT(energy_of(pruned, row, column, mine) >= energy_of(pruned, row, column, other));
      }
    });
    RC_ASSERT(pruned.kept() ==
              any.geometry.size() / any.geometry.kernel_area() * any.structure.weights_per_kernel);
  }));
}

TEST(PatternPruning, WithConnectivityTheKernelsStayWhosePatternsKeepMost) {
  EXPECT_TRUE(rc::check([] {
    const AnyPattern any;
    const PatternConnectivity structure{any.structure};
    const auto n = structure.weights_per_kernel, area = any.geometry.kernel_area();
    const auto density = *rc::gen::inRange(1, 101) * 0.01 * n / area;
    const Case pruned(any.geometry, structure, density, any.seed);
    const auto patterns = plain_patterns(pruned, structure);
    std::int64_t kernels = 0;
    Bits least_kept = std::numeric_limits<Bits>::max(), most_pruned = 0;
    for_each_kernel(any.geometry, [&](std::int32_t row, std::int32_t column) {
      const auto mine = pattern_of(pruned, row, column);
      Bits most = 0;
      for (const auto p : patterns) most = std::max(most, energy_of(pruned, row, column, p));
      if (mine == 0) most_pruned = std::max(most_pruned, most);
      if (mine == 0) return;
      ++kernels;
      RC_ASSERT(patterns.contains(mine));
      RC_ASSERT(energy_of(pruned, row, column, mine) == most);
      least_kept = std::min(least_kept, most);
    });
    const auto wanted = density / n * static_cast<double>(any.geometry.size());
    RC_ASSERT(kernels == std::llround(wanted));
    RC_ASSERT(least_kept >= most_pruned);
  }));
}

TEST(PatternPruning, AllPatternsArePossibleIfTheyMayBe) {
  const Geometry geometry{64, 64 * 9, 3, 3, 1};
  const Pattern structure{4, 1000};
  const Case pruned(geometry, structure);
  EXPECT_EQ(distilled(pruned, structure, 1).size(), 126u);  // 4 of 9
}

TEST(PatternPruning, PatternsComeMostValuableFirst) {
  const Geometry geometry{64, 64 * 9, 3, 3, 1};
  const Case pruned(geometry, Pattern{4, 8});
  const auto all = distilled(pruned, {4, 126}, 1);
  for (const int n : {1, 8, 32}) {
    const auto few = distilled(pruned, {4, n}, 1);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), all.begin(), all.begin() + n));
  }
}

TEST(PatternPruning, KernelsOfOneWeight) {
  const Case pruned({5, 7, 1, 1, 1}, Pattern{1, 1});
  EXPECT_EQ(pruned.kept(), 35);
}

TEST(PatternPruning, LargeKernels) {
  const Case pruned({4, 64 * 3, 8, 8, 1}, Pattern{9, 5});
  EXPECT_EQ(pruned.kept(), 4 * 3 * 9);
}

}  // namespace
}  // namespace sim::workload::pruning
