// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, as the blocks that the paper names and the components inside them,
// and what its blocks counted. The paper's own table of areas and powers is not known to us.
#pragma once

#include "arch/pcnn/config.h"
#include "sim/ledger/ledger.h"

namespace arch::pcnn {

/// What one PE counted.
struct PeCounts {
  std::int64_t slots = 0;         ///< cycles in which pointers were made
  std::int64_t lane_slots = 0;    ///< multiplications, those by zeros included
  std::int64_t active = 0;        ///< of which with a non-zero activation
  std::int64_t effectual = 0;     ///< and a non-zero weight
  std::int64_t decoded = 0;       ///< codes
  std::int64_t levels = 0;        ///< of multiplexers that switched: one for every bit of a code
  std::int64_t weight_reads = 0;  ///< words of the bank
  std::int64_t code_reads = 0;
  std::int64_t memory_bound = 0;     ///< cycles in which a bank held the lanes back
  std::int64_t register_writes = 0;  ///< weights
  std::int64_t register_reads = 0;   ///< weights, each with a pointer pair
  std::int64_t accumulations = 0;    ///< sums read and written

  PeCounts& operator+=(const PeCounts& other);
};

/// What the other blocks counted.
struct ChipCounts {
  std::int64_t patterns_written = 0;
  std::int64_t weight_writes = 0, code_writes = 0;  ///< words, in the banks of all PEs
  std::int64_t input_words = 0, output_words = 0;   ///< of the activation memories
  std::int64_t buffered = 0;                        ///< activations that passed to the buffer
  std::int64_t outputs = 0;
  std::int64_t weight_bits = 0, input_bits = 0, output_bits = 0;  ///< to and from DRAM
};

/// Bits of codes and patterns on the chip, as a share of all memory.
double index_memory_share(const Config& config);

/// The ledger of the machine: boxes, components and their events.
sim::ledger::Ledger take_inventory(const Config& config, const PeCounts& pe = {},
                                   const ChipCounts& chip = {});

}  // namespace arch::pcnn
