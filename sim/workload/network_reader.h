// SPDX-License-Identifier: Apache-2.0
// Reads workload files (workloads/*.json).
#pragma once

#include <filesystem>

#include "sim/config/settings.h"
#include "sim/workload/network.h"

namespace sim::workload {

/// The network of a file, named after it. Paths of tensors are relative to the file's folder;
/// whether these files exist turns out when they are loaded. UserError with everything that is
/// wrong, each with its place. `settings` change values of the file (/layers/*/weights/synthesise/
/// density: all layers').
Network read_network(const std::filesystem::path& file, const config::Settings& settings = {});

}  // namespace sim::workload
