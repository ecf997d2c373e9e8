// SPDX-License-Identifier: Apache-2.0
// What a layer's arrays compute, window by window, and how many reads each window takes: strip
// after strip, so that only the arrays of one strip of inputs exist at a time. Every array is read
// bit by bit (parts/crossbar.h); windows come to an array in their order.
// Not modelled here: time (see layer_copy.h).
#pragma once

#include <vector>

#include "arch/memristor/mapper.h"

namespace arch::memristor {

struct Products {
  /// Before the output stage, vector after vector: (outputs, windows). None without values.
  std::vector<std::int64_t> sums;
  ReadCounts counts;        ///< of all arrays of one copy
  std::int64_t cells = 0;   ///< read
  std::int64_t drives = 0;  ///< of rows in reads
  /// Reads that a copy needs for a window when no array waits for an input.
  std::int64_t reads = 0;
  /// The same for each window, vector after vector, if zeros are skipped; else empty.
  std::vector<std::uint32_t> window_reads;

  std::int64_t reads_of(std::size_t window) const {
    return window_reads.empty() ? reads : window_reads[window % window_reads.size()];
  }
};

/// UserError for inputs and weights that the encoding cannot hold. `place` is the layer's. Without
/// values reads are only counted.
Products multiply(const Config& config, const LayerMapping& mapping,
                  const sim::workload::WeightMatrix& weights, const sim::workload::Vectors& inputs,
                  const sim::Place& place, bool values = true);

}  // namespace arch::memristor
