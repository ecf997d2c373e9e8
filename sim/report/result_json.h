// SPDX-License-Identifier: Apache-2.0
// Results as JSON: versioned, one document, units in the keys.
#pragma once

#include <string>

#include "sim/machine/result.h"

namespace sim::report {

/// The document that `run --format json` prints.
std::string to_json(const machine::RunResult& run);
/// A line for each layer: the layer as it stands there, with its config, workload and engine.
std::string to_json_lines(const machine::RunResult& run);

}  // namespace sim::report
