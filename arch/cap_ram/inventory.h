// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, and what its blocks counted. Boxes below "macro" are what the
// papers' figures are about; the buffers stand beside.
#pragma once

#include "arch/cap_ram/parts/mac_slices.h"
#include "sim/ledger/ledger.h"

namespace arch::cap_ram {

/// What the blocks beside the slices counted.
struct ChipCounts {
  std::int64_t rows_written = 0;  ///< of cells
  std::int64_t input_bits = 0;    ///< read from the input buffer
  std::int64_t additions = 0;     ///< of values to partial sums
  std::int64_t partial_sums = 0;  ///< written to the output buffer
  std::int64_t outputs = 0;       ///< of these, the first of each output
};

/// The ledger of the machine: boxes, components and their events.
sim::ledger::Ledger take_inventory(const Config& config, const SliceCounts& slices = {},
                                   const ChipCounts& chip = {});

}  // namespace arch::cap_ram
