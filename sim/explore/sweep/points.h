// SPDX-License-Identifier: Apache-2.0
// The points of a sweep: which combinations of its axes' values are simulated.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/sweep/sweep.h"

namespace sim::explore::sweep {

/// For each axis the position of its value.
using Point = std::vector<std::size_t>;

/// In a fixed order, each once: of a grid, with the last axis varying fastest. Points that a
/// constraint forbids are left out. UserError if the grid is larger than a million points, or if
/// none is left.
std::vector<Point> points_of(const Sweep& sweep);

/// The values of a point as JSON texts, in the order of Sweep::columns().
std::vector<std::string> values_of(const Sweep& sweep, const Point& point);

/// Stands for what all of these points are and which metrics are kept of them: equal for equal
/// points, whatever else the sweep says.
std::string digest_of_points(const Sweep& sweep, const std::vector<Point>& points);

/// What a point runs.
struct Inputs {
  std::string config;
  std::string workload;
  std::vector<std::string> layers;
  config::Settings settings;
  config::Settings workload_settings;
};
/// UserError if an axis gives the sweep itself a value of the wrong type.
Inputs inputs_of(const Sweep& sweep, const Point& point);

}  // namespace sim::explore::sweep
