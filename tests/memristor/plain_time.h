// SPDX-License-Identifier: Apache-2.0
// When a network's windows are done, as recursion over windows and pixels instead of processes and
// channels. Of networks within one chip whose images are there from the beginning.
#pragma once

#include <vector>

#include "arch/memristor/plan.h"
#include "tests/memristor/network_case.h"

namespace arch::memristor::test {

/// Cycles at which each layer's last window is done.
std::vector<std::int64_t> plain_ends(const Config& config, const std::vector<LayerWork>& layers,
                                     const Plan& plan, std::int64_t images);

}  // namespace arch::memristor::test
