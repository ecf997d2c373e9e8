// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sim {

/// How many times `by` it takes to reach `n`: n / by, rounded up. `n` is not negative.
template <class Whole>
constexpr Whole quotient_up(Whole n, Whole by) {
  return (n + by - 1) / by;
}

}  // namespace sim
