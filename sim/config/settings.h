// SPDX-License-Identifier: Apache-2.0
// Values that take the places of those in a document.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sim::config {

/// (JSON pointer, value as JSON) in their order; see Document::set.
using Settings = std::vector<std::pair<std::string, std::string>>;

}  // namespace sim::config
