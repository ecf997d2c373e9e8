// SPDX-License-Identifier: Apache-2.0
// Temporal tiling. If a layer's inputs and outputs fit the activation RAMs together, the whole
// plane is one pass. If not, the plane is cut in regions, each of which is cut over the PEs in
// turn; the RAMs then hold the inputs of two passes (one in use, one arriving) and the outputs of
// two groups of filters (one finished, one leaving). Of the regions that fit, those that take the
// fewest cycles are chosen, and of equals the fewest regions, since each needs all weights again.
#pragma once

#include <vector>

#include "arch/dcnn/mapper.h"
#include "sim/base/errors.h"

namespace arch::dcnn {

struct Tiling {
  std::vector<Pass> passes;
  bool through_dram = false;
  int group_size = 0;  ///< filters accumulated together
};

/// UserError at `layer` if even one position per PE does not fit.
Tiling choose_tiling(const Config& config, const sim::workload::Convolution& shape,
                     const Order& order, const sim::Place& layer);

/// Filters accumulated together when a PE has so many positions: as many as the accumulators and
/// half of the weight buffer hold, evenly divided. 0 if not even one filter's sums fit.
int filters_at_once(const Config& config, const sim::workload::Convolution& shape, int positions);

}  // namespace arch::dcnn
