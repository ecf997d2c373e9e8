// SPDX-License-Identifier: Apache-2.0
// A sweep: which values of a config and a workload are varied, how, and what is kept of each point.
// Plain data; reading it from JSON stands in sweep_reader.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/settings.h"
#include "sim/explore/measure.h"
#include "sim/explore/sweep/constraint.h"
#include "sim/explore/workers.h"

namespace sim::explore::sweep {

/// Which document a pointer leads into. `sweep`: /config, /workload or /layers of the sweep itself.
enum class Of { config, workload, sweep };

/// A value that is varied.
struct Target {
  std::string name;  ///< of its column, and in constraints
  std::string pointer;
  Of of = Of::config;
  std::vector<std::string> also;  ///< further pointers that take the same value
};

/// Targets that are varied together; most axes have one.
struct Axis {
  std::vector<Target> targets;
  std::vector<std::vector<std::string>> values;  ///< JSON texts: one for each target
  Place place;
};

/// grid: every combination. The others draw so many points that each axis is covered evenly.
enum class Sampling { grid, latin_hypercube, sobol };

/// What becomes of points that the config's own rules, or the machine, refuse.
enum class Invalid { refuse, store };

/// once: where no point before it had the same workload and mapping; the others are simulated
/// without, on machines that can do without.
enum class Values { once, on, off };

struct Kept : Measure {
  std::string name;  ///< of its column
};

struct Objective {
  std::size_t metric = 0;  ///< position
  bool maximise = false;
};

struct Sweep {
  std::string name;  ///< of its file
  std::string title;
  std::string source;
  std::string config;
  std::string workload;
  std::vector<std::string> layers;  ///< empty: all
  config::Settings settings;
  config::Settings workload_settings;
  std::vector<Axis> axes;
  Sampling sampling = Sampling::grid;
  std::int64_t samples = 0;
  std::int64_t seed = 1;
  std::vector<Constraint> constraints;
  Invalid invalid = Invalid::refuse;
  Values values = Values::once;
  std::vector<Kept> metrics;
  std::vector<Objective> objectives;
  Limits limits;          ///< of one layer's simulation
  std::string canonical;  ///< the file as canonical JSON

  /// Of all targets, in the order of the axes.
  std::vector<std::string> columns() const;
};

}  // namespace sim::explore::sweep
