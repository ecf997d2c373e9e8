// SPDX-License-Identifier: Apache-2.0
// Results as JSON: versioned, one document, units in the keys.
#pragma once

#include <string>

#include "sim/machine/result.h"

namespace sim::report {

/// The document that `run --format json` prints.
std::string to_json(const machine::RunResult& run);

}  // namespace sim::report
