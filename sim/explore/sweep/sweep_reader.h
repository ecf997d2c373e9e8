// SPDX-License-Identifier: Apache-2.0
// Reads a sweep (configs/sweeps/*.json); docs/sweeps.md shows one.
#pragma once

#include <filesystem>

#include "sim/explore/sweep/sweep.h"

namespace sim::explore::sweep {

/// UserError with everything that is wrong in the file itself. Whether its config, workload, layers
/// and pointers exist turns out when its points are made.
Sweep read_sweep(const std::filesystem::path& file);

}  // namespace sim::explore::sweep
