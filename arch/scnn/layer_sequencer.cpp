// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/layer_sequencer.h"

namespace arch::scnn {

LayerSequencer::LayerSequencer(sim::fabric::Simulation& simulation, const Config& config,
                               const Mapping& mapping)
    : Process(simulation, "layer_sequencer", config.period()), config_(config), mapping_(mapping) {}

sim::fabric::Behaviour LayerSequencer::run() {
  const auto vector_bits = config_.weights_per_vector * config_.element_bits();
  const auto& all = mapping_.weights;
  for (std::size_t pass = 0; pass < mapping_.geometry.passes().size(); ++pass) {
    for (std::size_t chunk = 0; chunk < all.chunks.size(); ++chunk) {
      const auto entries = all.chunks[chunk].entries();
      const auto bits = std::int64_t{entries} * vector_bits;
      const auto cycles =
          std::max<sim::Cycles>(entries, config_.dram_cycles(static_cast<double>(bits)));
      co_await weights.push({chunk}, {entries, cycles});
      co_await spend(cycles);
      weight_bits_ += bits;
    }
  }
  weights.close();
}

}  // namespace arch::scnn
