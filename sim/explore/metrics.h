// SPDX-License-Identifier: Apache-2.0
// How a claim's number is taken from results. One line per metric in metrics.cpp.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/claims.h"
#include "sim/machine/result.h"

namespace sim::explore {

/// What a metric is computed from: what a machine did, what a storage format takes, or the values
/// of other claims alone.
enum class Subject { machine, storage, claims };

/// The weights of one layer in the claim's format.
struct StoredLayer {
  std::int64_t dense_bits = 0;
  Storage storage;
};

/// What a claim's number is computed from: the layers that it names, one after the other, and the
/// values of the claims that it builds on.
struct Evidence {
  const Claim& claim;
  std::vector<const machine::LayerResult*> layers;
  const std::vector<machine::ComponentResult>& area;
  double area_mm2 = 0;
  std::vector<double> others;
  std::vector<StoredLayer> stored = {};  ///< the same layers, of a claim about storage
};

std::vector<std::string> metric_names();
/// Subject::machine for names that are unknown.
Subject subject_of(const std::string& metric);

/// The simulated value. UserError if the claim lacks something that the metric needs.
double evaluate(const Evidence& evidence);

}  // namespace sim::explore
