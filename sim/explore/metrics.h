// SPDX-License-Identifier: Apache-2.0
// How a claim's number is taken from results, and what a claim must say for that. One line per
// metric in metrics.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/explore/claims.h"
#include "sim/machine/result.h"
#include "sim/machine/setup.h"

namespace sim::explore {

/// What a metric is computed from: what a machine did, what a storage format takes, or the values
/// of other claims alone.
enum class Subject { machine, storage, claims };

/// The weights of one layer in the claim's format.
struct StoredLayer {
  std::int64_t dense_bits = 0;
  Storage storage;
  std::string format = {};
};

/// What a number is computed from: layers, one after the other, and for a claim the values of the
/// claims that it builds on.
struct Evidence {
  const Measure& measure;
  std::vector<const machine::LayerResult*> layers;
  const std::vector<machine::ComponentResult>& area;
  double area_mm2 = 0;
  std::vector<double> others;
  std::vector<StoredLayer> stored = {};             ///< the same layers, of a claim about storage
  const machine::Setup* machine = nullptr;          ///< of a claim about one
  const machine::NetworkResult* network = nullptr;  ///< if the layers ran at the same time
};

std::vector<std::string> metric_names();
/// Keys that a claim must have, beyond what all claims have.
struct ClaimNeeds {
  Subject subject = Subject::machine;
  bool layers = false;    ///< and a workload
  bool argument = false;  ///< the name of a figure or component
  bool machine = false;   ///< the machine itself or its area, beside what it did
  bool baseline = false;
  bool power = false;          ///< of the baseline
  bool of = false;             ///< other claims
  std::size_t exactly_of = 0;  ///< so many of them; 0: any number
};

/// Whether a measure is of values, so that a run without them does not have it.
bool is_of_values(const Measure& measure);

/// What a metric needs; null if there is no such metric.
const ClaimNeeds* needs_of(const std::string& metric);

/// The simulated value for a measure that has what its metric needs. UserError if the machine knows
/// no figure or component of that name.
double evaluate(const Evidence& evidence);

}  // namespace sim::explore
