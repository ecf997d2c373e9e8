// SPDX-License-Identifier: Apache-2.0
// Puts a convolution on the machine: chooses the size of an output-channel group and the number of
// passes, compresses the weights into chunks for the FIFOs and the activations into the RAMs of the
// PEs.
//
// A group has as many output channels as the accumulators hold with their halo. A block of weights
// is what one input channel and one phase contribute to a group; it is cut into chunks, which
// circulate in the FIFO one after the other.
//
// Activations that do not fit the RAMs come from DRAM, load by load, each on the heels of the last
// use of the one before. There are as many passes as it takes for the inputs of every PE to fit:
// then a load is all of a pass. If not even single rows fit, a load is a range of input channels,
// the fewest that fit, and every group loads its channels again.
#pragma once

#include <span>
#include <vector>

#include "arch/scnn/config.h"
#include "arch/scnn/geometry.h"
#include "arch/scnn/parts/compressed_stream.h"
#include "arch/scnn/parts/scatter_crossbar.h"
#include "sim/base/errors.h"
#include "sim/tensor/csc.h"

namespace arch::scnn {

/// Weight vectors that circulate together. An empty block still has a chunk: its count.
struct Chunk {
  int channel = 0;  ///< input channel of the layer
  int phase = 0;
  std::uint32_t first_vector = 0;
  std::uint32_t vectors = 0;
  std::uint32_t nonzeros = 0;  ///< weights, without placeholders and idle lanes
  /// FIFO entries, and cycles on the broadcast bus.
  std::uint32_t entries() const { return vectors == 0 ? 1 : vectors; }
};

/// Output channels that are accumulated at the same time.
struct Group {
  int first_filter = 0;
  int filters = 0;
  std::size_t first_chunk = 0, end_chunk = 0;
};

struct Weights {
  std::vector<Group> groups;
  std::vector<Chunk> chunks;
  Elements elements;
  BankCounts bank_counts;
};

/// The activations of one PE in one pass: a block of vectors for every channel and phase.
struct TileActivations {
  Elements elements;
  std::vector<std::uint32_t> first_vector;  ///< of block channel x phases + phase; one more at end
};

/// Activations of a pass that are in the RAMs at the same time: input channels [first, end).
struct Load {
  std::size_t pass = 0;
  int first_channel = 0, end_channel = 0;
  std::size_t last_group = 0;  ///< that uses it

  bool has(std::size_t of_pass, int channel) const {
    return of_pass == pass && channel >= first_channel && channel < end_channel;
  }
};

struct Mapping {
  Geometry geometry;
  Weights weights;
  std::vector<std::vector<TileActivations>> tiles;  ///< of every pass and PE
  std::vector<Load> loads;                          ///< in the order of their use
  bool outputs_spill = false;                       ///< to DRAM

  /// Whether activations come from DRAM, and not from the layer before.
  bool is_tiled() const { return loads.size() > 1; }
};

/// Elements of a load in one PE, idle lanes included.
std::int64_t elements_of(const Config& config, const Geometry& geometry, const Load& load,
                         const TileActivations& tile);

/// Maps a convolution with these weights (without bias column) and this image. Throws UserError if
/// its accumulators, or single rows of single channels, do not fit.
Mapping map_layer(const Config& config, const sim::workload::Convolution& shape,
                  const sim::tensor::Csc& matrix, std::span<const std::int16_t> image,
                  const sim::Place& layer);

}  // namespace arch::scnn
