// SPDX-License-Identifier: Apache-2.0
// Which pruning for which hardware: the same weights, pruned in every structure to the same
// density, on every machine that runs the layers, and in the storage format that suits each best.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/settings.h"
#include "sim/explore/run.h"
#include "sim/tensor/format.h"

namespace sim::explore {

struct StudyQuestion {
  std::vector<const machine::Setup*> setups;
  /// The workload with some of its values changed.
  std::function<workload::Network(const config::Settings&)> network;
  std::vector<std::string> layers;  ///< empty: all
  double density = 0.25;
};

/// All layers together on one machine.
struct MachineCost {
  std::int64_t cycles = 0;
  double time_us = 0;
  double energy_pj = 0;  ///< off-chip memory included
  double utilization = 0;
  std::string refusal;  ///< why there are no figures: the machine, or a mistake of ours
};

struct StructureCost {
  std::string structure;  ///< its kind, or "dense"
  std::string detail;     ///< its parameters
  std::string refusal;    ///< why these layers cannot be pruned so
  double density = 0;     ///< kept weights over all
  std::string format;     ///< with the fewest bits, without entropy coding
  tensor::FormatBits bits;
  std::vector<MachineCost> machines;  ///< in the order of the setups
};

/// The density at which unstructured pruning costs what whole rows (filters) pruned to the study's
/// density cost, on the same machine or on the one that is best at it; empty if it costs more at
/// any density.
struct BreakEven {
  std::string quantity;  ///< "storage", "time" or "energy"
  std::string config;    ///< of the unstructured weights; empty for storage
  std::string against;   ///< of the rows
  double target = 0;     ///< what the rows cost: bits, us or pJ
  std::optional<double> density;
};

struct Study {
  std::string workload;
  std::vector<std::string> layers;
  double density = 0;
  std::int64_t weights = 0;
  std::int64_t dense_bits = 0;
  std::vector<std::string> configs;
  std::vector<StructureCost> structures;  ///< "dense" first, then "unstructured"
  std::string rows;                       ///< how whole rows are called: "filter" or "row"
  std::vector<BreakEven> break_even;
  std::vector<std::string> faults;  ///< our own mistakes, each once: what they touch has no figures
};

/// UserError if a layer's weights come from a file, which cannot be pruned anew.
Study study(const StudyQuestion& question, const RunOptions& options);

}  // namespace sim::explore
