// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/clustering.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace sim::workload {
namespace {

// Small whole values, so that sums and comparisons are exact.
std::vector<Weighted> any_values() {
  const auto drawn = *rc::gen::container<std::set<int>>(rc::gen::inRange(-50, 50));
  std::vector<Weighted> values;
  for (const int value : drawn) values.push_back({1.0 * value, 1.0 * *rc::gen::inRange(1, 9)});
  return values;
}

RC_GTEST_PROP(Clustering, GivesAtMostAsManyCentroidsAsAskedForAndTheyAscend, ()) {
  const auto values = any_values();
  const auto k = *rc::gen::inRange<std::size_t>(1, 16);
  const auto centroids = cluster(values, k);
  RC_ASSERT(centroids.size() == std::min(k, values.size()));
  RC_ASSERT(std::is_sorted(centroids.begin(), centroids.end()));
}

RC_GTEST_PROP(Clustering, NoValueIsNearerToAnotherCentroid, ()) {
  const auto values = any_values();
  const auto centroids = cluster(values, *rc::gen::inRange<std::size_t>(1, 16));
  for (const auto& value : values) {
    const auto chosen = centroids[nearest_centroid(centroids, value.value)];
    for (const auto other : centroids) {
      RC_ASSERT(std::abs(value.value - chosen) <= std::abs(value.value - other) + 1e-12);
    }
  }
}

RC_GTEST_PROP(Clustering, EveryCentroidIsTheMeanOfItsValues, ()) {
  const auto values = any_values();
  const auto centroids = cluster(values, *rc::gen::inRange<std::size_t>(1, 16));
  std::vector<double> sum(centroids.size()), count(centroids.size());
  for (const auto& value : values) {
    // Ties may have gone to either side when the centroids moved last.
    const auto c = nearest_centroid(centroids, value.value);
    if (c + 1 < centroids.size()) {
      RC_PRE(std::abs(centroids[c] + centroids[c + 1] - 2 * value.value) > 1e-9);
    }
    if (c > 0) RC_PRE(std::abs(centroids[c - 1] + centroids[c] - 2 * value.value) > 1e-9);
    sum[c] += value.value * value.count;
    count[c] += value.count;
  }
  for (std::size_t c = 0; c < centroids.size(); ++c) {
    if (count[c] > 0) RC_ASSERT(std::abs(centroids[c] - sum[c] / count[c]) < 1e-9);
  }
}

TEST(Clustering, FindsGroupsThatLieApart) {
  const std::vector<Weighted> values = {{-9, 1}, {-8, 3}, {1, 1}, {2, 1}, {3, 1}, {10, 5}};
  EXPECT_EQ(cluster(values, 3), (std::vector<double>{-8.25, 2, 10}));
}

TEST(Clustering, OneClusterIsTheMean) {
  EXPECT_EQ(cluster({{0, 1}, {4, 3}}, 1), std::vector<double>{3});
}

TEST(Clustering, NoValuesHaveNoCentroids) { EXPECT_TRUE(cluster({}, 3).empty()); }

TEST(Clustering, TheLowerOfTwoEquallyNearCentroidsIsTaken) {
  EXPECT_EQ(nearest_centroid({1, 3}, 2), 0u);
  EXPECT_EQ(nearest_centroid({1, 3}, 2.5), 1u);
  EXPECT_EQ(nearest_centroid({1, 3}, -7), 0u);
  EXPECT_EQ(nearest_centroid({1, 3}, 7), 1u);
}

}  // namespace
}  // namespace sim::workload
