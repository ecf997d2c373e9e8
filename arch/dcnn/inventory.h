// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, as the rows of SCNN's Table IV as far as the dense baseline has
// them, and what its blocks counted.
#pragma once

#include "arch/dcnn/config.h"
#include "sim/ledger/ledger.h"

namespace arch::dcnn {

/// What one PE counted.
struct PeCounts {
  std::int64_t dot_products = 0;         ///< each a cycle of the array
  std::int64_t products = 0;             ///< on lanes that had a term
  std::int64_t effectual = 0;            ///< of which with two operands other than 0
  std::int64_t weight_vectors = 0;       ///< written to the weight buffer
  std::int64_t activation_vectors = 0;   ///< held stationary, one after the other
  std::int64_t activation_accesses = 0;  ///< reads of the activation RAM for them
  std::int64_t halo_words = 0;           ///< from neighbours
  std::int64_t halo_wait = 0;            ///< cycles

  PeCounts& operator+=(const PeCounts& other);
};

/// What the other blocks counted.
struct ChipCounts {
  std::int64_t weight_vectors = 0;  ///< broadcast
  std::int64_t sums = 0;            ///< post-processed
  std::int64_t words_loaded = 0;    ///< into the activation RAMs
  bool outputs_stay = true;         ///< in the activation RAMs; else they only pass through
  std::int64_t weight_bits = 0;     ///< from DRAM
  std::int64_t input_bits = 0;
  std::int64_t output_bits = 0;  ///< to DRAM
};

/// The ledger of the machine: boxes, components and their events.
sim::ledger::Ledger take_inventory(const Config& config, const PeCounts& pe = {},
                                   const ChipCounts& chip = {});

}  // namespace arch::dcnn
