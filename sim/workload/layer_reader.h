// SPDX-License-Identifier: Apache-2.0
// Reads one layer of a workload file.
#pragma once

#include <filesystem>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/workload/network.h"

namespace sim::workload {

/// What is wrong is reported and keeps its default, which is 0 for the numbers of a shape.
/// `folder` is where relative paths begin. How layers fit each other is not checked.
Layer read_layer(const config::Node& node, const std::filesystem::path& folder, Problems& problems);

}  // namespace sim::workload
