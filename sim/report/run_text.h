// SPDX-License-Identifier: Apache-2.0
// A run as text for a terminal, and as CSV.
#pragma once

#include <string>

#include "sim/machine/result.h"

namespace sim::report {

/// Layers, where the time went, energy and area by component, and what the prices rest on.
std::string to_text(const machine::RunResult& run);

/// One row per layer; units in the header.
std::string to_csv(const machine::RunResult& run);

/// The inventory as a table: instances, area, standing.
std::string area_text(const machine::RunResult& run);

}  // namespace sim::report
