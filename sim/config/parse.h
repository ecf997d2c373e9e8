// SPDX-License-Identifier: Apache-2.0
// From JSON text to the tree of values, by nlohmann-json.
#pragma once

#include <string>

#include "sim/config/value.h"

namespace sim::config {

/// `with_positions` is false for text that has no lines a user could look up (the command line).
/// Throws UserError with the place of the first syntax error.
ValuePointer parse_value(const std::string& text, const std::string& file, bool with_positions);

}  // namespace sim::config
