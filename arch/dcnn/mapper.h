// SPDX-License-Identifier: Apache-2.0
// Puts a layer on the machine: lays the terms of the sums over the lanes, cuts the filters in
// groups that the accumulators hold, and the plane in passes that the activation RAMs hold.
#pragma once

#include <vector>

#include "arch/dcnn/config.h"
#include "arch/dcnn/parts/axis_cut.h"
#include "arch/dcnn/parts/dot_product_order.h"
#include "sim/workload/layer_data.h"

namespace arch::dcnn {

/// Filters whose sums are accumulated together; all of one group of the convolution.
struct FilterGroup {
  int first = 0, count = 0;
  int convolution_group = 0;
};

/// A PE's part of a pass.
struct Tile {
  AxisShare rows, columns;
  int positions() const { return rows.outputs.size() * columns.outputs.size(); }
  int held() const { return rows.held.size() * columns.held.size(); }
  /// Inputs of one channel that other PEs hold, and those that come over the busiest link.
  int halo() const;
  int busiest_link() const;
};

/// A region of the output plane that is computed at a time.
struct Pass {
  std::vector<AxisShare> rows, columns;  ///< of each row and column of PEs
  Tile tile(int pe) const;
  /// Inputs of one channel that the PEs hold together.
  int held() const;
};

/// A weight that is not 0.
struct Weight {
  std::int32_t term = 0;
  std::int16_t value = 0;
};

struct Mapping {
  sim::workload::Convolution shape;
  std::int16_t bias_input = 1;
  Order order;
  std::vector<std::vector<Weight>> filters;
  std::vector<FilterGroup> filter_groups;
  int group_size = 0;  ///< of the largest group
  std::vector<Pass> passes;
  /// The activations do not fit the RAMs: inputs come from DRAM pass by pass, outputs go there.
  bool through_dram = false;
};

/// Throws UserError if the activations of a single position do not fit.
Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const sim::workload::WeightMatrix& weights, const sim::Place& layer);

}  // namespace arch::dcnn
