// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/layer_sequencer.h"

namespace arch::dcnn {

using sim::fabric::Behaviour;

LayerSequencer::LayerSequencer(sim::fabric::Simulation& simulation, const Config& config,
                               const Mapping& mapping, int images, sim::fabric::Arbiter& dram)
    : Process(simulation, "layer_sequencer", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      dram_(dram),
      stream_(config.dram_bytes_per_cycle()) {}

Behaviour LayerSequencer::run() {
  co_await spend(config_.dram_latency);
  const auto groups = static_cast<std::int32_t>(mapping_.filter_groups.size());
  const auto vectors = static_cast<std::int32_t>(mapping_.order.vectors.size());
  const auto rounds = static_cast<std::int64_t>(mapping_.passes.size()) * images_;
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (std::int32_t group = 0; group < groups; ++group) {
      for (std::int32_t vector = 0; vector < vectors; ++vector) {
        co_await broadcast(group, vector);
      }
    }
  }
}

// The last cycle of a transfer passes while the next one is asked for.
Behaviour LayerSequencer::broadcast(std::int32_t filter_group, std::int32_t vector) {
  const auto filters = mapping_.filter_groups[static_cast<std::size_t>(filter_group)].count;
  const auto terms = mapping_.order.vectors[static_cast<std::size_t>(vector)].size();
  const auto cycles = stream_.cycles_of(std::int64_t{filters} * terms * config_.value_bits);
  if (cycles > 0) {
    co_await dram_.request(*this, dram_client, cycles);
    co_await spend(cycles - 1);
  }
  co_await weights.push({filter_group, vector});
  vectors_ += filters;
  ++blocks_;
}

}  // namespace arch::dcnn
