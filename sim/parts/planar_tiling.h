// SPDX-License-Identifier: Apache-2.0
// Planar tiling: an input plane is cut into equal rectangles, one for every processing element of a
// grid (SCNN section III; PT in its dataflow names). Sides are rounded up, so the last rows and
// columns of the grid may have smaller tiles, or none.
#pragma once

#include <algorithm>

namespace sim::parts {

/// Positions [top, bottom) x [left, right) of a plane.
struct Tile {
  int top = 0, bottom = 0, left = 0, right = 0;
  int height() const { return bottom - top; }
  int width() const { return right - left; }
  int area() const { return height() * width(); }
  bool operator==(const Tile&) const = default;
};

class PlanarTiling {
 public:
  /// A plane of height x width over a grid of rows x columns, all at least 1.
  PlanarTiling(int height, int width, int rows, int columns)
      : height_(height),
        width_(width),
        tile_height_((height + rows - 1) / rows),
        tile_width_((width + columns - 1) / columns) {}

  int tile_height() const { return tile_height_; }  ///< of the largest tile
  int tile_width() const { return tile_width_; }

  /// What the element in this row and column of the grid holds; an empty tile has no area.
  Tile of(int row, int column) const {
    return {std::min(row * tile_height_, height_), std::min((row + 1) * tile_height_, height_),
            std::min(column * tile_width_, width_), std::min((column + 1) * tile_width_, width_)};
  }

 private:
  int height_, width_;
  int tile_height_, tile_width_;
};

}  // namespace sim::parts
