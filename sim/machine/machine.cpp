// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/machine.h"

#include <algorithm>

#include "sim/base/errors.h"

namespace sim::machine {

Figure sums_wider_than(int accumulator_bits, const std::vector<std::int64_t>& sums) {
  const auto limit = std::int64_t{1} << (accumulator_bits - 1);
  const auto too_wide = std::count_if(
      sums.begin(), sums.end(), [&](std::int64_t sum) { return sum >= limit || sum < -limit; });
  return {figures_of_values.front(), static_cast<double>(too_wide)};
}

std::unique_ptr<NetworkJob> Machine::begin_network() const {
  throw Fault("a machine that runs layer by layer was asked for a network");
}

std::vector<std::int64_t> Machine::definition(const LayerJob& job) const {
  throw Fault("layer \"" + job.layer.name + "\": an exact machine has no definition of its own");
}

}  // namespace sim::machine
