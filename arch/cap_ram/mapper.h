// SPDX-License-Identifier: Apache-2.0
// From a layer's tensors to what the macros hold and do. Filters without weights, and inputs of the
// window that meet none of a group's filters, take no room: that is what structured pruning saves.
// The other inputs are cut into segments, as many as meet in one sum; the filters into as many as
// there are slices for. A tile is what meets in one macro cycle: a segment's weights of such
// filters, or one digit of them. Tiles are dealt out to the macros, plane by plane; tiles of few
// inputs share a plane, one below the other, and of such a plane only the rows of one are driven.
// What does not fit comes in further rounds, whose weights replace those of the round before.
// Not modelled: tiles that share a plane side by side, in different slices.
#pragma once

#include <string>
#include <vector>

#include "arch/cap_ram/parts/converter.h"
#include "arch/cap_ram/parts/input_passes.h"
#include "arch/cap_ram/parts/weight_digits.h"
#include "sim/workload/layer_data.h"

namespace arch::cap_ram {

/// Inputs that meet in one sum: places in the window (channels / groups, kernel height, kernel
/// width) of a group.
struct Segment {
  int group = 0;
  std::vector<std::int32_t> inputs;

  int size() const { return static_cast<int>(inputs.size()); }
};

/// One sum of a tile: a digit of the weights of a filter.
struct Column {
  std::int32_t filter = 0;
  std::int32_t digit = 0;
};

struct Tile {
  int segment = 0;
  int round = 0, macro = 0, plane = 0;
  int first_input = 0;  ///< of the plane's
  std::vector<Column> columns;
  std::vector<std::int16_t> digits;    ///< (columns, pitch), 0 beyond the segment's inputs
  std::vector<std::int16_t> non_zero;  ///< (pitch): columns whose digit is not 0, by input
  std::int64_t rows = 0;               ///< of cells that are written
};

/// Weights that are in the macros at the same time. Its tiles are in order of macros, and of
/// segments inside of a macro.
struct Round {
  int first_segment = 0, end_segment = 0;
  std::vector<std::size_t> first_tile;  ///< by macro, and the end
  std::int64_t rows = 0;                ///< written in the macro that is written most
  std::int64_t all_rows = 0;            ///< written in all of them
};

struct Mapping {
  sim::workload::Convolution shape;  ///< a fully connected layer is one of a single pixel
  WeightDigits digits;
  std::vector<InputPass> passes;
  Scale scale;
  std::size_t pitch = 0;  ///< inputs of a tile, filled up
  std::vector<Segment> segments;
  std::vector<Tile> tiles;
  std::vector<Round> rounds;
  int filters = 0;  ///< that have weights

  int pixels() const { return shape.output_height() * shape.output_width(); }
  /// The number of a conversion in its layer; below 2^56.
  std::uint64_t conversion(std::size_t image, int pixel, const Column& column, int segment,
                           std::size_t pass) const;
};

/// UserError for weights and inputs that do not fit, at `place`.
Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const sim::workload::WeightMatrix& weights, const sim::workload::Vectors& inputs,
                  const sim::Place& place);

}  // namespace arch::cap_ram
