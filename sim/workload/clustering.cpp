// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/clustering.h"

#include <algorithm>

namespace sim::workload {
namespace {

constexpr int most_rounds = 100;

// One round of Lloyd's algorithm; whether a centroid moved. Values and centroids ascend, so each
// cluster is a range.
bool move_centroids(const std::vector<Weighted>& values, std::vector<double>& centroids) {
  bool moved = false;
  std::size_t i = 0;
  for (std::size_t c = 0; c < centroids.size(); ++c) {
    const bool last = c + 1 == centroids.size();
    const double border = last ? 0 : (centroids[c] + centroids[c + 1]) / 2;
    double sum = 0, count = 0;
    for (; i < values.size() && (last || values[i].value <= border); ++i) {
      sum += values[i].value * values[i].count;
      count += values[i].count;
    }
    if (count == 0 || sum / count == centroids[c]) continue;
    centroids[c] = sum / count;
    moved = true;
  }
  return moved;
}

}  // namespace

std::vector<double> cluster(const std::vector<Weighted>& values, std::size_t k) {
  std::vector<double> centroids;
  if (values.size() <= k) {
    for (const auto& value : values) centroids.push_back(value.value);
    return centroids;
  }
  const double least = values.front().value, span = values.back().value - least;
  for (std::size_t c = 0; c < k; ++c) {
    centroids.push_back(k == 1
                            ? least + span / 2
                            : least + span * static_cast<double>(c) / static_cast<double>(k - 1));
  }
  for (int round = 0; round < most_rounds && move_centroids(values, centroids); ++round) {
    std::sort(centroids.begin(), centroids.end());
  }
  return centroids;
}

std::size_t nearest_centroid(const std::vector<double>& centroids, double value) {
  const auto above = std::lower_bound(centroids.begin(), centroids.end(), value);
  if (above == centroids.begin()) return 0;
  const auto i = static_cast<std::size_t>(above - centroids.begin());
  if (above == centroids.end()) return i - 1;
  return value - centroids[i - 1] <= centroids[i] - value ? i - 1 : i;
}

}  // namespace sim::workload
