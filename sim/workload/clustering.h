// SPDX-License-Identifier: Apache-2.0
// Weight sharing by k-means in one dimension (Han et al., "Deep Compression", ICLR 2016, section
// 3): centroids start evenly between the least and the largest value, which suits large weights
// best.
#pragma once

#include <cstddef>
#include <vector>

namespace sim::workload {

/// A value and how often it occurs.
struct Weighted {
  double value = 0;
  double count = 0;
};

/// At most `k` centroids (at least 1), ascending, of values that ascend. Fewer if there are fewer
/// values. A centroid to which no value belongs stays where it started.
std::vector<double> cluster(const std::vector<Weighted>& values, std::size_t k);

/// The centroid nearest to a value, by its position; the lower of equals.
std::size_t nearest_centroid(const std::vector<double>& centroids, double value);

}  // namespace sim::workload
