// SPDX-License-Identifier: Apache-2.0
// Puts a fully connected layer on the machine: encodes its weights for the PEs, cuts long vectors
// into batches that fit the register files, and batches into loads that fit the SRAMs.
#pragma once

#include <span>
#include <vector>

#include "arch/eie/config.h"
#include "sim/base/errors.h"
#include "sim/tensor/relative_csc.h"

namespace arch::eie {

/// One batch of input columns of one batch of output rows: what is broadcast in one go.
struct Tile {
  int row_batch = 0;
  std::int32_t first_column = 0;
  std::int32_t end_column = 0;
  bool last_of_rows = false;   ///< the outputs of the row batch are complete after it
  bool begins_load = false;    ///< SRAMs are filled before it
  std::int64_t load_bits = 0;  ///< what is loaded then, all PEs together
};

struct Mapping {
  std::vector<sim::tensor::RelativeCsc> row_batches;
  std::vector<Tile> tiles;   ///< in the order of execution
  std::int32_t columns = 0;  ///< inputs, plus the bias column if there is one
  std::int32_t rows = 0;
  bool has_bias = false;
  int loads = 0;

  std::int32_t inputs() const { return columns - has_bias; }
  /// Entries, fillers included, in the columns whose activation is not zero, and in the bias
  /// column.
  std::int64_t active_entries(std::span<const std::int16_t> activations) const;
};

/// Maps a (rows, columns) matrix, whose last column is the bias if `has_bias`. Throws UserError for
/// too many distinct weights, and for a batch or vector that does not fit the memories.
Mapping map_layer(const Config& config, const sim::tensor::Csc& matrix, bool has_bias,
                  const sim::Place& layer);

}  // namespace arch::eie
