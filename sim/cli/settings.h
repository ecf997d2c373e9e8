// SPDX-License-Identifier: Apache-2.0
// Values that the command line puts into documents.
#pragma once

#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/config/settings.h"

namespace sim::cli {

/// The well-formed ones of "/pointer=value"; the others are problems of the option.
config::Settings parsed_settings(const std::vector<std::string>& settings,
                                 const std::string& option, Problems& problems);

}  // namespace sim::cli
