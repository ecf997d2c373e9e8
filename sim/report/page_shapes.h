// SPDX-License-Identifier: Apache-2.0
// What a page needs of a result: which keys, with which kinds of values.
#pragma once

#include <string>

#include "sim/config/document.h"

namespace sim::report {

/// `kind`: run, sweep or compare. Of a list, the first element that is wrong counts for all.
void check_shape(const std::string& kind, const config::Node& root, Problems& problems);

}  // namespace sim::report
