// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/output_stage.h"

#include <algorithm>

namespace arch::pcnn {

using sim::fabric::Behaviour;

OutputStage::OutputStage(sim::fabric::Simulation& simulation, const Config& config,
                         const Mapping& mapping, std::size_t images, sim::fabric::Arbiter& dram)
    : Process(simulation, "output_stage", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      dram_(dram),
      stream_(config.dram_bytes_per_cycle()),
      banks_(config.activation_banks, config.word_activations()) {
  for (int pe = 0; pe < mapping.busy_elements(); ++pe) finished.emplace_back(*this);
}

Behaviour OutputStage::run() {
  for (std::size_t image = 0; image < images_; ++image) {
    for (const auto& pass : mapping_.tiling.passes) {
      for (const auto& round : mapping_.rounds) {
        for (const auto& tile : pass.tiles) co_await drain(pass, round, tile);
      }
    }
    image_ends_.push_back(local_time());
  }
}

Behaviour OutputStage::drain(const Pass& pass, const Round& round, const PixelTile& tile) {
  for (auto& pe : finished) co_await pe.pop();
  const std::int64_t pixels = tile.outputs.area();
  co_await spend(std::max(pixels, write(pass, round, tile)));
  outputs_ += round.filters * pixels;
  co_await free_accumulators.push({});
  if (!mapping_.tiling.outputs_spill) co_return;
  const auto cycles = stream_.cycles_of(round.filters * pixels * config_.operand_bits);
  if (cycles == 0) co_return;
  co_await dram_.request(*this, dram_client, cycles);
  co_await spend(cycles);
}

// Addresses are those of the pass: planes of its rows, filter by filter.
sim::Cycles OutputStage::write(const Pass& pass, const Round& round, const PixelTile& tile) {
  const std::int64_t width = mapping_.shape.output_width();
  const std::int64_t rows = pass.end_row - pass.first_row;
  banks_.begin();
  for (int k = round.first_filter; k < round.first_filter + round.filters; ++k) {
    for (int y = tile.outputs.top; y < tile.outputs.bottom; ++y) {
      const auto row = (k * rows + y - pass.first_row) * width;
      banks_.touch(row + tile.outputs.left, row + tile.outputs.right);
    }
  }
  words_ += banks_.total();
  return banks_.cycles();
}

}  // namespace arch::pcnn
