// SPDX-License-Identifier: Apache-2.0
// Puts a layer on the machine: encodes its weights for the PEs, cuts long vectors into batches that
// fit the register files, and batches into loads that fit the SRAMs. A convolution is one product
// of matrix and vector for every output pixel and group: the vector is the pixel's window of
// inputs, the matrix has a row for every filter of the group.
#pragma once

#include <span>
#include <vector>

#include "arch/eie/config.h"
#include "sim/base/errors.h"
#include "sim/tensor/relative_csc.h"
#include "sim/workload/layer_data.h"

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
  sim::workload::Convolution shape;  ///< a fully connected layer is one of a single pixel
  bool has_windows = false;          ///< vectors are windows, which the host gathers
  bool has_bias = false;
  std::vector<sim::tensor::RelativeCsc> row_batches;        ///< group after group
  std::vector<sim::tensor::RelativeCscColumns> columns_of;  ///< the same; only without values
  std::vector<Tile> tiles;  ///< in the order of execution: those of one vector of each group
  int loads = 0;

  std::int32_t inputs() const { return shape.channels_per_group() * shape.kernel_area(); }
  /// Inputs, plus the bias column if there is one.
  std::int32_t columns() const { return inputs() + has_bias; }
  /// Of one group.
  std::int32_t rows() const { return shape.filters_per_group(); }
  int pixels() const { return shape.output_height() * shape.output_width(); }
  std::span<const Tile> tiles_of(int group) const {
    const auto count = tiles.size() / static_cast<std::size_t>(shape.groups);
    return std::span(tiles).subspan(static_cast<std::size_t>(group) * count, count);
  }
};

/// Maps a fully connected layer or a convolution. Throws UserError for too many distinct weights,
/// and for a batch or vector that does not fit the memories. `values`: whether sums are wanted.
Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const sim::workload::WeightMatrix& weights, const sim::Place& layer,
                  bool values = true);

}  // namespace arch::eie
