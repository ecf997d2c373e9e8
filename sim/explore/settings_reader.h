// SPDX-License-Identifier: Apache-2.0
// What files about simulations (claims, sweeps) have in common: lists of names, changed values.
#pragma once

#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/config/settings.h"

namespace sim::explore {

/// The strings of the list at `key`; none if there is no such key. Others are reported.
std::vector<std::string> read_strings(const config::Node& object, const std::string& key,
                                      Problems& problems);

/// {"/json/pointer": value, ...} at `key`; none if there is no such key.
config::Settings read_settings(const config::Node& object, const std::string& key,
                               Problems& problems);

}  // namespace sim::explore
