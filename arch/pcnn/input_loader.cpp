// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/input_loader.h"

#include <algorithm>

namespace arch::pcnn {

using sim::fabric::Behaviour;

InputLoader::InputLoader(sim::fabric::Simulation& simulation, const Config& config,
                         const Mapping& mapping, std::size_t images, sim::fabric::Arbiter& dram)
    : Process(simulation, "input_loader", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      dram_(dram),
      stream_(config.dram_bytes_per_cycle()) {}

Behaviour InputLoader::run() {
  const auto& shape = mapping_.shape;
  const auto& passes = mapping_.tiling.passes;
  if (passes.size() == 1) co_return;
  for (std::size_t image = 0; image < images_; ++image) {
    for (const auto& pass : passes) {
      const auto inputs =
          std::int64_t{shape.channels} * shape.width * (pass.end_input - pass.first_input);
      co_await load(inputs * config_.operand_bits);
      co_await rows.push({});
    }
  }
}

// The last cycle of a burst passes while the next one is asked for.
Behaviour InputLoader::load(std::int64_t bits) {
  while (bits > 0) {
    const auto burst = std::min(bits, std::int64_t{config_.dram_burst_bytes} * 8);
    bits -= burst;
    const auto cycles = stream_.cycles_of(burst);
    if (cycles == 0) continue;
    co_await dram_.request(*this, dram_client, cycles);
    co_await spend(cycles - 1);
  }
}

}  // namespace arch::pcnn
