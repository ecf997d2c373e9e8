// SPDX-License-Identifier: Apache-2.0
// A number that is taken from results: a metric (see metrics.h) and what it needs to know.
#pragma once

#include <optional>
#include <string>

#include "sim/base/errors.h"

namespace sim::explore {

/// A platform that the paper compares with: its published time and power.
struct Baseline {
  std::string name;
  double time_us = 0;
  double power_w = 0;  ///< 0: not needed
};

struct Measure {
  std::string metric;
  std::string argument;  ///< of the metric: a figure or a component
  std::optional<Baseline> baseline;
  Place place;  ///< where it is asked for
};

}  // namespace sim::explore
