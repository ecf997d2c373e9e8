// SPDX-License-Identifier: Apache-2.0
// Where things are: a pass over some rows of the outputs, the tile of a processing element in it,
// and the coordinates by which activations and weights add up to an accumulator's address.
//
// Accumulators are addressed with pitches: the next output channel stands an odd number of
// addresses further, and so does the next row if the rows of a kernel do not fit into the banks
// side by side. An even pitch would bring neighbours in that dimension to the same few banks.
//
// A plane with a single position (a fully connected layer) has nothing to tile: its channels are
// dealt out to the PEs instead, and each PE sends its sums to the first one as it would send a
// halo.
//
// With stride s the plane falls apart in s x s phases: an activation at padded position y meets the
// kernel rows r with r = y modulo s, and their product belongs to output row (y - r) / s.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/config.h"
#include "sim/parts/planar_tiling.h"
#include "sim/workload/shape.h"

namespace arch::scnn {

/// The accumulators of one output channel in one PE: outputs [top, ...) x [left, ...) of the layer,
/// with halo. Every PE has as many; where its tile is smaller some stay unused.
struct Window {
  int top = 0, left = 0;
};

/// Output rows [first_row, end_row), and the input rows that they need.
struct Pass {
  int first_row = 0, end_row = 0;
  int first_input = 0, end_input = 0;
};

class Geometry {
 public:
  /// Cuts the outputs into `passes` parts of equal height (temporal tiling).
  Geometry(const Config& config, const sim::workload::Convolution& shape, int passes);

  const sim::workload::Convolution& shape() const { return shape_; }
  const std::vector<Pass>& passes() const { return passes_; }
  int phases() const { return shape_.stride * shape_.stride; }
  int window_height() const { return window_height_; }
  int window_width() const { return window_width_; }
  /// Accumulators from one row of the window to the next, and from one output channel to the next.
  int row_pitch() const { return row_pitch_; }
  int channel_pitch() const { return channel_pitch_; }

  /// Whether channels are dealt out to the PEs in place of tiles.
  bool deals_channels() const { return shape_.height * shape_.width == 1; }
  /// Whether a PE holds inputs of a channel.
  bool has_channel(int pe, int channel) const {
    return !deals_channels() || channel % config_.processing_elements() == pe;
  }
  /// The input positions of a PE (row by row over the grid) in a pass.
  sim::parts::Tile input_tile(const Pass& pass, int pe) const;
  /// The outputs that it writes; halo sums of others are sent to it.
  sim::parts::Tile output_tile(const Pass& pass, int pe) const;
  Window window(const Pass& pass, int pe) const;
  /// Outputs of the layer inside of the window, in the pass.
  sim::parts::Tile window_outputs(const Pass& pass, int pe) const;

  int phase_of_input(int y, int x) const {
    return (y + shape_.padding) % shape_.stride * shape_.stride +
           (x + shape_.padding) % shape_.stride;
  }
  int phase_of_weight(int r, int s) const {
    return r % shape_.stride * shape_.stride + s % shape_.stride;
  }
  /// Address of an activation's products, without the weight's share.
  std::int32_t input_offset(const Window& window, int y, int x) const {
    return ((y + shape_.padding) / shape_.stride - window.top) * row_pitch_ +
           (x + shape_.padding) / shape_.stride - window.left;
  }
  /// The weight's share: `k` counts the output channels of the group.
  std::int32_t weight_offset(int k, int r, int s) const {
    return k * channel_pitch_ - r / shape_.stride * row_pitch_ - s / shape_.stride;
  }

 private:
  const Config& config_;
  sim::workload::Convolution shape_;
  std::vector<Pass> passes_;
  int window_height_ = 1, window_width_ = 1;  // even if all outputs lie in the padding
  int row_pitch_ = 0, channel_pitch_ = 0;
};

}  // namespace arch::scnn
