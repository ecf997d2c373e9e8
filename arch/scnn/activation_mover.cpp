// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/activation_mover.h"

namespace arch::scnn {

ActivationMover::ActivationMover(sim::fabric::Simulation& simulation, const Config& config,
                                 const Mapping& mapping)
    : Process(simulation, "activation_mover", config.period()),
      config_(config),
      mapping_(mapping) {}

sim::fabric::Behaviour ActivationMover::run() {
  for (const auto& load : mapping_.loads) {
    std::int64_t elements = 0;
    for (const auto& tile : mapping_.tiles[load.pass]) {
      elements += elements_of(config_, mapping_.geometry, load, tile);
    }
    const auto bits = elements * config_.element_bits();
    const auto cycles = config_.dram_cycles(static_cast<double>(bits));
    co_await tiles.push({}, {1, cycles});
    co_await spend(cycles);
    bits_read_ += bits;
  }
  tiles.close();
}

}  // namespace arch::scnn
