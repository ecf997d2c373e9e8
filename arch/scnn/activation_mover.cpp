// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_mover.h"

namespace arch::scnn {

ActivationMover::ActivationMover(sim::fabric::Simulation& simulation, const Config& config,
                                 const Mapping& mapping)
    : Process(simulation, "activation_mover", config.period()),
      config_(config),
      mapping_(mapping) {}

sim::fabric::Behaviour ActivationMover::run() {
  const auto& passes = mapping_.geometry.passes();
  const auto& shape = mapping_.geometry.shape();
  for (std::size_t pass = 0; pass < passes.size(); ++pass) {
    std::int64_t elements = 0;
    for (const auto& tile : mapping_.tiles[pass]) {
      elements += static_cast<std::int64_t>(tile.elements.size());
    }
    const auto read = elements * config_.element_bits();
    bits_read_ += read;
    double written = 0;
    if (pass > 0) {
      const auto rows = passes[pass - 1].end_row - passes[pass - 1].first_row;
      written = config_.expected_output_density * config_.element_bits() * shape.filters * rows *
                shape.output_width();
    }
    co_await spend(config_.dram_cycles(static_cast<double>(read) + written));
    co_await tiles.push({});
  }
  tiles.close();
}

}  // namespace arch::scnn
