// SPDX-License-Identifier: Apache-2.0
// A value given on the command line takes its place in a document.
#pragma once

#include <string>

#include "sim/config/value.h"

namespace sim::config {

/// The tree with the value at the pointer; see Document::set.
ValuePointer with_value_set(const ValuePointer& root, const std::string& pointer,
                            const std::string& value_text, const std::string& origin);

}  // namespace sim::config
