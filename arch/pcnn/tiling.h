// SPDX-License-Identifier: Apache-2.0
// Where things are: a pass over some rows of the outputs, its tiles of pixels, and the slabs of
// input channels whose patches are in the activation buffer at the same time.
//
// A PE accumulates one tile of one filter over all input channels. Lanes take the pixels of a tile
// in groups, row by row. There are as many passes as it takes for the input rows of a pass to fit
// the input memory; with more than one, half of it receives the next.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/pcnn/config.h"
#include "sim/base/errors.h"
#include "sim/parts/planar_tiling.h"
#include "sim/workload/shape.h"

namespace arch::pcnn {

struct PixelTile {
  sim::parts::Tile outputs;     ///< of the layer
  std::size_t first_pixel = 0;  ///< in the order of its pass: tile by tile, row by row
  std::size_t first_group = 0;  ///< of pixels that share a mask of activations, in the pass
  std::size_t groups = 0;
};

struct Pass {
  int first_row = 0, end_row = 0;      ///< outputs
  int first_input = 0, end_input = 0;  ///< rows of the inputs that they need, without padding
  std::vector<PixelTile> tiles;
  std::size_t pixels = 0;
  std::size_t groups = 0;
};

/// Input channels [first, end) of a group of the convolution.
struct Slab {
  int first = 0, end = 0;
  int channels() const { return end - first; }
};

struct Tiling {
  std::vector<Pass> passes;
  int patch_rows = 0, patch_columns = 0;  ///< inputs of the largest tile, padding included
  int slab_channels = 0;                  ///< whose patches the buffer holds
  bool outputs_spill = false;             ///< to DRAM
};

/// Pixels that are masked together: as many as there are lanes over pixels.
inline int group_pixels(const Config& config) {
  return config.lanes_over == Lanes::pixel ? config.lanes : 1;
}

/// UserError for a patch or a row of tiles that fits no memory, naming the parameter.
Tiling tile_layer(const Config& config, const sim::workload::Convolution& shape,
                  const sim::Place& layer);

}  // namespace arch::pcnn
