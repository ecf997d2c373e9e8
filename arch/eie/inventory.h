// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, as the boxes of EIE's Fig. 4 and Table II and the components inside
// them, and what its blocks counted.
#pragma once

#include "arch/eie/config.h"
#include "sim/ledger/ledger.h"

namespace arch::eie {

/// What one PE counted.
struct PeCounts {
  std::int64_t activations = 0;          ///< taken from the queue
  std::int64_t empty_columns = 0;        ///< of which without an entry here: a cycle each
  std::int64_t matrix_lines = 0;         ///< reads of the sparse matrix SRAM
  std::int64_t entries = 0;              ///< issued to the arithmetic unit, fillers included
  std::int64_t updates = 0;              ///< of which no fillers
  std::int64_t bypasses = 0;             ///< updates of the row that the entry before wrote
  std::int64_t rows_written = 0;         ///< sums written back as activations
  std::int64_t activation_accesses = 0;  ///< writes of the activation SRAM

  PeCounts& operator+=(const PeCounts& other);
};

/// What the central control unit counted.
struct ControlCounts {
  std::int64_t broadcasts = 0;
  std::int64_t activations_loaded = 0;   ///< from the activation SRAMs to the source registers
  std::int64_t activation_accesses = 0;  ///< reads of the activation SRAMs
  std::int64_t dram_bits_read = 0;       ///< to fill the SRAMs: weights, and windows
  std::int64_t dram_bits_written = 0;    ///< outputs of windows
};

/// The ledger of the machine: boxes, components and their events.
sim::ledger::Ledger take_inventory(const Config& config, const PeCounts& pe = {},
                                   const ControlCounts& control = {});

}  // namespace arch::eie
