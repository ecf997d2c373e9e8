// SPDX-License-Identifier: Apache-2.0
// Reads and checks the value of one parameter; the reader of objects calls it for each.
#pragma once

#include <string>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/config/field.h"

namespace sim::config {

/// Sets the field's variable, or reports why not and leaves it as it is.
void read_value(const Node& node, const Field& field, Problems& problems);

/// "expected ..., got ... (about)".
void report_type(const Node& node, const std::string& expected, const std::string& about,
                 Problems& problems);

/// " (text)", or nothing for an empty text.
std::string in_parentheses(const std::string& text);

}  // namespace sim::config
