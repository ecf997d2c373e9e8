// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/activation_reader.h"

#include <algorithm>

namespace arch::pcnn {

using sim::fabric::Behaviour;

ActivationReader::ActivationReader(sim::fabric::Simulation& simulation, const Config& config,
                                   const Mapping& mapping, std::size_t images)
    : Process(simulation, "activation_reader", config.period()),
      mapping_(mapping),
      images_(images),
      banks_(config.activation_banks, config.word_activations()) {}

Behaviour ActivationReader::run() {
  const bool through_dram = mapping_.tiling.passes.size() > 1;
  for (std::size_t image = 0; image < images_; ++image) {
    for (const auto& pass : mapping_.tiling.passes) {
      if (through_dram) co_await rows.peek();
      for (const auto& round : mapping_.rounds) {
        for (const auto& tile : pass.tiles) co_await read(pass, round, tile);
      }
      if (through_dram) co_await rows.pop();
    }
  }
}

Behaviour ActivationReader::read(const Pass& pass, const Round& round, const PixelTile& tile) {
  for (const auto& portion : mapping_.portions) {
    for (const auto& slab : portion.slabs) {
      const auto cycles = std::max<sim::Cycles>(
          1, fetch(pass, tile, round.first_channel + slab.first, round.first_channel + slab.end));
      co_await patches.push({}, {1, cycles});
      co_await spend(cycles);
    }
  }
}

// Rows between the windows of a stride wider than the kernel are not read.
sim::Cycles ActivationReader::fetch(const Pass& pass, const PixelTile& tile, int first_channel,
                                    int end_channel) {
  const auto& shape = mapping_.shape;
  const int top = tile.outputs.top * shape.stride - shape.padding;
  const int bottom = (tile.outputs.bottom - 1) * shape.stride - shape.padding + shape.kernel_height;
  const int left = std::max(0, tile.outputs.left * shape.stride - shape.padding);
  const int right = std::min(
      shape.width, (tile.outputs.right - 1) * shape.stride - shape.padding + shape.kernel_width);
  banks_.begin();
  const std::int64_t height = pass.end_input - pass.first_input;
  for (int c = first_channel; c < end_channel; ++c) {
    for (int y = std::max(top, pass.first_input); y < std::min(bottom, pass.end_input); ++y) {
      if ((y - top) % shape.stride >= shape.kernel_height || right <= left) continue;
      const auto row = (c * height + y - pass.first_input) * shape.width;
      banks_.touch(row + left, row + right);
      activations_ += right - left;
    }
  }
  words_ += banks_.total();
  return banks_.cycles();
}

}  // namespace arch::pcnn
