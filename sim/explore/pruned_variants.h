// SPDX-License-Identifier: Apache-2.0
// A workload whose layers are pruned anew, in one structure after the other.
#pragma once

#include <string>
#include <vector>

#include "sim/config/settings.h"
#include "sim/workload/network.h"

namespace sim::explore {

/// What turns the workload into one that is pruned otherwise.
struct PrunedVariant {
  std::string structure;  ///< "dense", or the kind of a structure
  std::string detail;     ///< "4 of 9, 8 patterns"
  config::Settings settings;
  /// For structures whose zeros can be left out of the layer: the smaller layers, all of whose
  /// weights are kept. This is what a machine runs; empty for others.
  config::Settings smaller;
};

/// The chosen layers with all weights, unstructured, and in every other structure, as near to the
/// density as its parameters allow. Seeds stay: all variants prune the same weights. UserError if
/// weights come from a file.
std::vector<PrunedVariant> pruned_variants(const workload::Network& network,
                                           const std::vector<std::size_t>& layers, double density);

/// The chosen layers unstructured at another density.
config::Settings unstructured_settings(const workload::Network& network,
                                       const std::vector<std::size_t>& layers, double density);

/// "filter" if all layers are convolutions, else "row".
std::string whole_rows(const workload::Network& network, const std::vector<std::size_t>& layers);

}  // namespace sim::explore
