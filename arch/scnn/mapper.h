// SPDX-License-Identifier: Apache-2.0
// Puts a convolution on the machine: chooses the size of an output-channel group and the number of
// passes, compresses the weights into chunks for the FIFOs and the activations into the RAMs of the
// PEs.
//
// A group has as many output channels as the accumulators hold with their halo. A block of weights
// is what one input channel and one phase contribute to a group; it is cut into chunks, which
// circulate in the FIFO one after the other. There are as many passes as it takes for inputs and
// (expected) outputs of every PE to fit the activation RAMs; with more than one they come from
// DRAM, so that half of each RAM receives the next while the other is worked on.
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

struct Mapping {
  Geometry geometry;
  Weights weights;
  std::vector<std::vector<TileActivations>> tiles;  ///< of every pass and PE
  bool outputs_spill = false;                       ///< to DRAM
};

/// Maps a convolution with these weights (without bias column) and this image. Throws UserError if
/// its accumulators or activations fit in no number of passes.
Mapping map_layer(const Config& config, const sim::workload::Convolution& shape,
                  const sim::tensor::Csc& matrix, std::span<const std::int16_t> image,
                  const sim::Place& layer);

}  // namespace arch::scnn
