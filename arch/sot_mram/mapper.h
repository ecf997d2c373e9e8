// SPDX-License-Identifier: Apache-2.0
// Puts a layer on the engine: as matrix products (one for each group of a convolution) whose terms
// are cut into segments of a sub-array's columns, and whose resident items are cut into blocks of
// as many as its rows hold beside one item of the other operand.
//
// A tile is a block of resident items over one segment, with a share of the other operand's items,
// which are written one after the other. If there are fewer tiles than sub-arrays, the items to be
// written are shared among copies of the tiles; if those do not suffice either, blocks get smaller.
// What cannot be used at all is an item of neither: filters and columns without any weight are left
// out, if the machine does that.
#pragma once

#include <deque>
#include <vector>

#include "arch/sot_mram/config.h"
#include "arch/sot_mram/parts/operand_planes.h"
#include "sim/base/errors.h"

namespace arch::sot_mram {

/// One matrix product: a group of the convolution, or the fully connected layer.
struct Product {
  OperandPlanes resident;          ///< in lanes
  OperandPlanes written;           ///< in rows
  std::vector<int> filters;        ///< of the layer, that are not pruned
  std::vector<std::size_t> terms;  ///< of a filter, that not all of its group have pruned
  std::int64_t effectual = 0;      ///< products of two values that are not 0
};

/// Neighbouring items of an operand.
struct Items {
  std::size_t first = 0, count = 0;
  std::size_t end() const { return first + count; }
};

struct Tile {
  std::size_t product = 0, segment = 0;
  Items resident, written;
  int columns = 0;           ///< of the segment
  bool unit_row = false;     ///< counts the activations' sums, for affine weights
  std::size_t position = 0;  ///< number of its sub-array
};

struct Mapping {
  sim::workload::Convolution shape;
  PlaneCode activation_code, weight_code;
  bool weights_stay = true;
  std::deque<Product> products;
  int segments = 0;
  std::size_t blocks = 0, copies = 0;
  std::size_t burst = 0;    ///< items that are written before they are worked on
  std::vector<Tile> tiles;  ///< in the order of execution
  std::size_t pixels = 0;   ///< windows of an image
  bool weights_from_dram = false, inputs_from_dram = false;

  const PlaneCode& resident_code() const { return weights_stay ? weight_code : activation_code; }
  const PlaneCode& written_code() const { return weights_stay ? activation_code : weight_code; }
  /// Two-row activations for one pair of values.
  int passes_per_product() const { return activation_code.planes() * weight_code.planes(); }
};

/// Maps a layer with these weights and inputs. UserError with what does not fit: widths, values,
/// rows.
Mapping map_layer(const Config& config, const sim::workload::Layer& layer,
                  const sim::workload::WeightMatrix& weights, const sim::workload::Vectors& inputs);

}  // namespace arch::sot_mram
