// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/density_spread.h"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <numeric>

#include "sim/base/philox.h"

namespace sim::workload {

std::vector<double> density_spread(std::size_t n, double variation, std::uint64_t seed,
                                   std::uint64_t stream) {
  PhiloxStream random(seed, stream);
  boost::random::normal_distribution<double> normal(1, variation);
  std::vector<double> factors(n, 1);
  if (variation > 0) {
    for (auto& factor : factors) factor = std::max(0.05, normal(random));
  }
  const auto mean = std::accumulate(factors.begin(), factors.end(), 0.0) / static_cast<double>(n);
  for (auto& factor : factors) factor /= mean;
  return factors;
}

}  // namespace sim::workload
