// SPDX-License-Identifier: Apache-2.0
// Results as JSON: versioned, one document, units in the keys.
#pragma once

#include <string>

#include "sim/machine/result.h"

namespace sim::report {

/// Everything in a layer's result, for the way from a worker to its parent.
std::string pack(const machine::LayerResult& layer);
/// Throws Fault if the text is not what `pack` gave.
machine::LayerResult unpack(const std::string& text);

/// The document that `run --format json` prints.
std::string to_json(const machine::RunResult& run);

}  // namespace sim::report
