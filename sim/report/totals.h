// SPDX-License-Identifier: Apache-2.0
// Sums over the layers of a run.
#pragma once

#include <optional>
#include <string>

#include "sim/machine/result.h"

namespace sim::report {

struct Totals {
  std::int64_t cycles = 0;
  double time_us = 0;
  std::int64_t macs_dense = 0;
  std::int64_t macs_effectual = 0;
  double energy_pj = 0;
  double off_chip_energy_pj = 0;
  machine::StandingShares energy_standing;
  /// Whether every layer ran and gave what it must; nothing if values were not computed.
  std::optional<bool> verified = false;
  std::optional<double> accuracy;  ///< share of right classes
};

/// Inputs of a layer with labels: those that were streamed several times count once.
std::int64_t classified(const machine::LayerResult& layer, const machine::RunResult& run);

/// Of one component, in all layers and in what no layer counted, in pJ.
double energy_of(const machine::RunResult& run, const std::string& component);

Totals totals_of(const machine::RunResult& run);

}  // namespace sim::report
