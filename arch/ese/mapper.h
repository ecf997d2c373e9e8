// SPDX-License-Identifier: Apache-2.0
// Puts an LSTM on the machine: encodes its matrices for the PEs of a channel, and cuts their
// streams of words into chunks that fit a weight buffer, their columns into tiles whose pointers
// fit a pointer buffer.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "arch/ese/config.h"
#include "arch/ese/schedule.h"
#include "sim/base/errors.h"
#include "sim/tensor/aligned_csc.h"
#include "sim/workload/lstm_weights.h"

namespace arch::ese {

/// Columns [first_column, end_column) of a matrix, whose pointers are fetched in one go.
struct Tile {
  std::int32_t first_column = 0;
  std::int32_t end_column = 0;

  /// Of one PE.
  std::int64_t pointers() const { return end_column - first_column + 1; }
};

struct MappedMatrix {
  sim::tensor::AlignedCsc encoded;
  std::int64_t words = 0;            ///< one entry of each PE; padding included
  std::vector<std::int64_t> chunks;  ///< words of each, as many as fit but for the last
  std::vector<Tile> tiles;
  std::vector<std::int64_t> nonzeros;  ///< of each PE: its entries without fillers

  std::int64_t rows_of(std::size_t processing_element) const;
};

struct Mapping {
  sim::workload::Lstm shape;
  std::vector<State> states;  ///< of a time step
  std::array<MappedMatrix, sim::workload::lstm_matrices> matrices;
  std::int64_t sequences = 0;
  std::int64_t batches = 0;  ///< of as many sequences as there are channels

  std::int64_t passes() const { return batches * shape.steps; }
  /// Sequences of a batch, and of the batch that a pass belongs to.
  std::int64_t lanes(std::int64_t batch, const Config& config) const;
  std::int64_t lanes_of_pass(std::int64_t pass, const Config& config) const {
    return lanes(pass / shape.steps, config);
  }
};

/// Throws UserError for vectors or tables that do not fit, and for weights that are wider than the
/// machine's.
Mapping map_layer(const Config& config, const sim::workload::Layer& layer,
                  const sim::workload::LstmWeights& weights, std::size_t sequences);

}  // namespace arch::ese
