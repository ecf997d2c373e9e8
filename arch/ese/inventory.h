// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, and what its blocks counted. All boxes stand on one board: its
// power is what the paper publishes.
#pragma once

#include "arch/ese/config.h"
#include "arch/ese/schedule.h"
#include "sim/ledger/ledger.h"

namespace arch::ese {

/// What PE n of all channels counted. A lane is a channel that has a sequence.
struct PeCounts {
  std::int64_t columns = 0;        ///< read from the pointer buffer, once for all channels
  std::int64_t empty_columns = 0;  ///< of which without an entry here: a cycle each
  std::int64_t pointers = 0;       ///< written to the pointer buffer
  std::int64_t pointer_reads = 0;
  std::int64_t words = 0;         ///< entries written to the weight buffer, padding included
  std::int64_t entries = 0;       ///< issued, fillers included, once for all channels
  std::int64_t lane_columns = 0;  ///< taken from the queues of all channels
  std::int64_t lane_updates = 0;  ///< multiplications of all channels: no fillers
  std::int64_t lane_rows = 0;     ///< sums that became terms of a gate, of all channels
  std::int64_t lane_outputs = 0;  ///< sums that became outputs

  PeCounts& operator+=(const PeCounts& other);
};

/// What the element-wise units of all channels counted.
struct ElementWiseCounts {
  std::int64_t multiplications = 0;
  std::int64_t additions = 0;
  std::int64_t sigmoids = 0;
  std::int64_t tanhs = 0;
  std::int64_t value_reads = 0;  ///< of states and gates
  std::int64_t value_writes = 0;
  std::int64_t term_reads = 0;
  std::int64_t term_writes = 0;
  std::int64_t weight_reads = 0;  ///< of peepholes and biases, once for all channels

  /// One pass over `cells` cells in `lanes` channels.
  void add(Pass pass, bool peepholes, std::int64_t cells, std::int64_t lanes);
};

/// Bits that the external memories moved, and elements read from the vector buffers as activations.
struct TransferCounts {
  std::int64_t dram_read_bits = 0;
  std::int64_t dram_written_bits = 0;
  std::int64_t lane_activations = 0;
  std::int64_t lane_inputs = 0;  ///< written to the vector buffers
};

sim::ledger::Ledger take_inventory(const Config& config, const PeCounts& pe = {},
                                   const ElementWiseCounts& element_wise = {},
                                   const TransferCounts& transfers = {});

/// Multipliers of the PEs and of the element-wise units: a DSP slice each.
std::int64_t dsp_slices(const Config& config);

}  // namespace arch::ese
