// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/tiling.h"

#include <fmt/format.h>

#include <algorithm>

namespace arch::pcnn {
namespace {

using sim::workload::Convolution;

void add_tiles(const Config& config, const Convolution& shape, Pass& pass) {
  const auto lanes = static_cast<std::size_t>(group_pixels(config));
  const int width = shape.output_width();
  for (int top = pass.first_row; top < pass.end_row; top += config.tile_rows) {
    for (int left = 0; left < width; left += config.tile_columns) {
      const sim::parts::Tile outputs{top, std::min(top + config.tile_rows, pass.end_row), left,
                                     std::min(left + config.tile_columns, width)};
      const auto pixels = static_cast<std::size_t>(outputs.area());
      const auto groups = (pixels + lanes - 1) / lanes;
      pass.tiles.push_back({outputs, pass.pixels, pass.groups, groups});
      pass.pixels += pixels;
      pass.groups += groups;
    }
  }
}

// Output rows [first, end) with the inputs that they need.
Pass pass_of(const Config& config, const Convolution& shape, int first, int end) {
  Pass pass{first, end, 0, 0, {}, 0, 0};
  const int top = first * shape.stride - shape.padding;
  const int bottom = (end - 1) * shape.stride - shape.padding + shape.kernel_height;
  pass.first_input = std::clamp(top, 0, shape.height);
  pass.end_input = std::clamp(bottom, pass.first_input, shape.height);
  add_tiles(config, shape, pass);
  return pass;
}

// Passes of equally many rows of tiles, or one more.
std::vector<Pass> cut(const Config& config, const Convolution& shape, int passes) {
  const int rows = (shape.output_height() + config.tile_rows - 1) / config.tile_rows;
  std::vector<Pass> all;
  for (int i = 0; i < passes; ++i) {
    const int first = rows * i / passes * config.tile_rows;
    const int end = std::min(rows * (i + 1) / passes * config.tile_rows, shape.output_height());
    all.push_back(pass_of(config, shape, first, end));
  }
  return all;
}

std::int64_t largest_input(const Convolution& shape, const std::vector<Pass>& passes) {
  int rows = 0;
  for (const auto& pass : passes) rows = std::max(rows, pass.end_input - pass.first_input);
  return std::int64_t{rows} * shape.width * shape.channels;
}

void choose_passes(const Config& config, const Convolution& shape, const sim::Place& layer,
                   Tiling& tiling, sim::Problems& problems) {
  const int most = (shape.output_height() + config.tile_rows - 1) / config.tile_rows;
  for (int passes = 1; passes <= most; ++passes) {
    tiling.passes = cut(config, shape, passes);
    const auto room = config.memory_activations() / (passes > 1 ? 2 : 1);
    if (largest_input(shape, tiling.passes) <= room) return;
  }
  problems.add(layer,
               fmt::format("one row of tiles ({} output rows, tile/rows) needs {} inputs, "
                           "but half of the input memory holds {} (activation_sram/bytes)",
                           std::min(config.tile_rows, shape.output_height()),
                           largest_input(shape, tiling.passes), config.memory_activations() / 2));
}

void choose_slab(const Config& config, const Convolution& shape, const sim::Place& layer,
                 Tiling& tiling, sim::Problems& problems) {
  const int rows = std::min(config.tile_rows, shape.output_height());
  const int columns = std::min(config.tile_columns, shape.output_width());
  tiling.patch_rows = (rows - 1) * shape.stride + shape.kernel_height;
  tiling.patch_columns = (columns - 1) * shape.stride + shape.kernel_width;
  const auto patch = std::int64_t{tiling.patch_rows} * tiling.patch_columns;
  const auto channels = config.buffer_activations() / patch;
  tiling.slab_channels =
      static_cast<int>(std::min<std::int64_t>(channels, shape.channels_per_group()));
  if (channels > 0) return;
  problems.add(layer,
               fmt::format("a patch of {} x {} inputs is larger than the {} that half of "
                           "the activation buffer holds (activation_buffer/bytes)",
                           tiling.patch_rows, tiling.patch_columns, config.buffer_activations()));
}

}  // namespace

Tiling tile_layer(const Config& config, const Convolution& shape, const sim::Place& layer) {
  Tiling tiling;
  sim::Problems problems;
  choose_passes(config, shape, layer, tiling, problems);
  choose_slab(config, shape, layer, tiling, problems);
  problems.raise_if_any();
  const auto outputs = std::int64_t{shape.filters} * shape.output_height() * shape.output_width();
  tiling.outputs_spill = outputs > config.memory_activations();
  return tiling;
}

}  // namespace arch::pcnn
