// SPDX-License-Identifier: Apache-2.0
// How one layer's outputs become the next layer's inputs (ISAAC section V): a pixel is all channels
// at one position of a plane. A layer completes its pixels row by row; a layer behind it can work
// on a window when the window's last pixel is there, and its circular buffer keeps those that
// windows still need. Pooling between two layers is told by their sizes.
// Not modelled: joins and branches (a layer has one producer).
#pragma once

#include <cstdint>
#include <optional>

#include "sim/workload/shape.h"

namespace arch::memristor {

/// Windows over a plane of pixels.
struct PixelPlane {
  int height = 1, width = 1;
  int kernel_height = 1, kernel_width = 1;
  int stride = 1, padding = 0;
  int rows = 1, columns = 1;  ///< of windows

  std::int64_t pixels() const { return std::int64_t{height} * width; }
  std::int64_t windows() const { return std::int64_t{rows} * columns; }
  /// Pixels, from the first on, that must be there for a window.
  std::int64_t needed(std::int64_t window) const;
  /// The first pixel that a window needs.
  std::int64_t kept_from(std::int64_t window) const;
  /// Pixels that a circular buffer must have room for at least (ISAAC section V).
  std::int64_t least_room() const;
};

/// The plane of a layer that takes an image (channels, height, width).
PixelPlane plane_of(const sim::workload::Convolution& shape);

/// From a producer's windows to the pixels of the next layer.
struct Feed {
  PixelPlane plane;                   ///< of the layer that is fed
  int rows = 1, columns = 1;          ///< of the producer's windows
  int row_step = 1, column_step = 1;  ///< of the pooling
  int row_size = 1, column_size = 1;

  bool pools() const { return row_size > 1 || column_size > 1; }
  /// Whether a pixel is complete with this window of the producer.
  bool completes(std::int64_t window) const;
};

/// How the producer's outputs are the layer's inputs; empty if they cannot be.
std::optional<Feed> feed_of(const sim::workload::Convolution& producer,
                            const sim::workload::Shape& layer);

}  // namespace arch::memristor
