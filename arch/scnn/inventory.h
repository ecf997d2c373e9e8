// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, as the rows of SCNN's Tables 3 and 4 and the components inside
// them, and what its blocks counted.
#pragma once

#include "arch/scnn/config.h"
#include "sim/ledger/ledger.h"

namespace arch::scnn {

/// What one PE and its post-processing unit counted.
struct PeCounts {
  std::int64_t pairs = 0;               ///< of a weight and an activation vector: a cycle each
  std::int64_t held = 0;                ///< cycles in which a full queue held a pair back
  std::int64_t products = 0;            ///< of non-zeros: multiplied
  std::int64_t sums = 0;                ///< sent and accumulated: products, merged or not
  std::int64_t weight_vectors = 0;      ///< received by the FIFO
  std::int64_t activation_vectors = 0;  ///< read from the input RAM
  std::int64_t halo_sums = 0;           ///< sent to neighbours
  std::int64_t sums_drained = 0;        ///< read from the accumulators after a group
  std::int64_t outputs = 0;             ///< post-processed
  std::int64_t output_vectors = 0;      ///< written to the output RAM, after compression

  PeCounts& operator+=(const PeCounts& other);
};

/// Bits between the chip and DRAM.
struct DramCounts {
  std::int64_t weight_bits = 0;
  std::int64_t activation_bits_read = 0;
  std::int64_t activation_bits_written = 0;
};

/// The ledger of the machine: boxes, components and their events.
sim::ledger::Ledger take_inventory(const Config& config, const PeCounts& pe = {},
                                   const DramCounts& dram = {});

}  // namespace arch::scnn
