// SPDX-License-Identifier: Apache-2.0
// What flows between SCNN's blocks.
#pragma once

#include <cstddef>

namespace arch::scnn {

/// A chunk of the mapping, as it passes from the layer sequencer to all FIFOs.
struct ChunkMessage {
  std::size_t chunk = 0;
};

/// Sums of an output-channel group that stand complete in an accumulator buffer.
struct FinishedGroup {
  std::size_t pass = 0;
  std::size_t group = 0;
};

/// An accumulator buffer that is empty again; a tile of activations that has arrived.
struct Token {};

}  // namespace arch::scnn
