// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/quantisation.h"

#include <algorithm>
#include <cmath>

namespace sim::workload {

Quantiser::Quantiser(const std::vector<Weighted>& values, const Quantisation& quantisation)
    : largest_(std::ldexp(1.0, quantisation.bits - 1) - 1) {
  double widest = 0;
  if (quantisation.codebook_bits > 0) {
    centroids_ = cluster(values, (std::size_t{1} << quantisation.codebook_bits) - 1);
    for (const auto c : centroids_) widest = std::max(widest, std::abs(c));
  } else {
    for (const auto& v : values) widest = std::max(widest, std::abs(v.value));
  }
  if (quantisation.scale) {
    scale_ = *quantisation.scale;
  } else if (widest > 0) {
    scale_ = largest_ / widest;
  }
}

std::int16_t Quantiser::integer_of_nonzero(double value) const {
  const auto shared = centroids_.empty() ? value : centroids_[nearest_centroid(centroids_, value)];
  auto integer = std::clamp(std::round(shared * scale_), -largest_, largest_);
  // The centroid's sign, not the value's: two integers for one centroid would be one too many.
  if (integer == 0 && !centroids_.empty()) integer = shared < 0 ? -1 : 1;
  return static_cast<std::int16_t>(integer);
}

}  // namespace sim::workload
