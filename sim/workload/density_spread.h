// SPDX-License-Identifier: Apache-2.0
// How densities differ from row to row, or from column to column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sim::workload {

/// Relative densities with mean 1, normally distributed with the coefficient of variation
/// `variation` and none below 0.05 of the mean; all 1 if it is 0.
std::vector<double> density_spread(std::size_t n, double variation, std::uint64_t seed,
                                   std::uint64_t stream);

}  // namespace sim::workload
