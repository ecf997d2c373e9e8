// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, as the boxes of the figures of IMCE and its successors and the
// components inside them, and what its blocks counted.
#pragma once

#include "arch/sot_mram/config.h"
#include "sim/ledger/ledger.h"

namespace arch::sot_mram {

/// What one sub-array counted.
struct SubArrayCounts {
  std::int64_t passes = 0;          ///< two-row activations
  std::int64_t dense_passes = 0;    ///< that they would be without skipping and rows of ones
  std::int64_t columns_sensed = 0;  ///< in all passes together
  std::int64_t rows_written = 0;
  std::int64_t cells_written = 0;
  std::int64_t kernel_bits = 0, image_bits = 0;  ///< read from the banks
  std::int64_t dram_bits = 0;                    ///< or from DRAM

  std::int64_t bits_moved() const { return kernel_bits + image_bits + dram_bits; }
  SubArrayCounts& operator+=(const SubArrayCounts& other);
};

/// What the other blocks counted.
struct BankCounts {
  std::int64_t additions = 0;    ///< of partial sums
  std::int64_t outputs = 0;      ///< narrowed
  std::int64_t output_bits = 0;  ///< written to the image bank
};

/// The ledger of the machine: boxes, components and their events.
sim::ledger::Ledger take_inventory(const Config& config, const SubArrayCounts& sub_array = {},
                                   const BankCounts& bank = {});

}  // namespace arch::sot_mram
