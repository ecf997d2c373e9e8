// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/geometry.h"

#include <algorithm>

namespace arch::scnn {
namespace {

using sim::parts::PlanarTiling;
using sim::parts::Tile;

// Outputs along one side that inputs [begin, end) have a share in, whether they exist or not.
int reach(int begin, int end, int kernel, int stride, int padding) {
  return (end - 1 + padding) / stride - (begin + padding) / stride + (kernel - 1) / stride + 1;
}

int first_output(int input, int kernel, int stride, int padding) {
  return (input + padding) / stride - (kernel - 1) / stride;
}

Tile overlap(const Tile& a, const Tile& b) {
  Tile both{std::max(a.top, b.top), std::min(a.bottom, b.bottom), std::max(a.left, b.left),
            std::min(a.right, b.right)};
  both.bottom = std::max(both.top, both.bottom);
  both.right = std::max(both.left, both.right);
  return both;
}

}  // namespace

Geometry::Geometry(const Config& config, const sim::workload::Convolution& shape, int passes)
    : config_(config), shape_(shape) {
  const int rows = shape.output_height();
  const int height = (rows + passes - 1) / passes;
  for (int row = 0; row < rows; row += height) {
    Pass pass{row, std::min(row + height, rows)};
    pass.first_input = std::clamp(pass.first_row * shape.stride - shape.padding, 0, shape.height);
    pass.end_input =
        std::clamp((pass.end_row - 1) * shape.stride - shape.padding + shape.kernel_height,
                   pass.first_input, shape.height);
    passes_.push_back(pass);
  }
  for (const auto& pass : passes_) {
    for (int pe = 0; pe < config.processing_elements(); ++pe) {
      const auto tile = input_tile(pass, pe);
      if (tile.area() == 0) continue;
      window_height_ = std::max(window_height_, reach(tile.top, tile.bottom, shape.kernel_height,
                                                      shape.stride, shape.padding));
      window_width_ = std::max(window_width_, reach(tile.left, tile.right, shape.kernel_width,
                                                    shape.stride, shape.padding));
    }
  }
  // As long as all rows of the kernel fit into the banks, they do not meet.
  const bool meets = window_width_ * ((shape.kernel_height - 1) / shape.stride + 1) > config.banks;
  row_pitch_ = meets ? window_width_ | 1 : window_width_;
  channel_pitch_ = (window_height_ - 1) * row_pitch_ + window_width_;
  if (shape.filters_per_group() > 1) channel_pitch_ |= 1;
}

Tile Geometry::input_tile(const Pass& pass, int pe) const {
  if (deals_channels()) return {0, 1, 0, 1};
  const PlanarTiling tiling(pass.end_input - pass.first_input, shape_.width, config_.grid_rows,
                            config_.grid_columns);
  auto tile = tiling.of(pe / config_.grid_columns, pe % config_.grid_columns);
  tile.top += pass.first_input;
  tile.bottom += pass.first_input;
  return tile;
}

Tile Geometry::output_tile(const Pass& pass, int pe) const {
  const PlanarTiling tiling(pass.end_row - pass.first_row, shape_.output_width(), config_.grid_rows,
                            config_.grid_columns);
  auto tile = tiling.of(pe / config_.grid_columns, pe % config_.grid_columns);
  tile.top += pass.first_row;
  tile.bottom += pass.first_row;
  return tile;
}

Window Geometry::window(const Pass& pass, int pe) const {
  const auto tile = input_tile(pass, pe);
  return {first_output(tile.top, shape_.kernel_height, shape_.stride, shape_.padding),
          first_output(tile.left, shape_.kernel_width, shape_.stride, shape_.padding)};
}

Tile Geometry::window_outputs(const Pass& pass, int pe) const {
  const auto corner = window(pass, pe);
  return overlap(
      {corner.top, corner.top + window_height_, corner.left, corner.left + window_width_},
      {pass.first_row, pass.end_row, 0, shape_.output_width()});
}

}  // namespace arch::scnn
