// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/output_writer.h"

#include <algorithm>

namespace arch::dcnn {

using sim::fabric::Behaviour;

OutputWriter::OutputWriter(sim::fabric::Simulation& simulation, const Config& config,
                           const Mapping& mapping, int images, sim::fabric::Arbiter& dram)
    : Process(simulation, "output_writer", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      dram_(dram),
      stream_(config.dram_bytes_per_cycle()) {
  for (int pe = 0; pe < config.pes(); ++pe) outputs.emplace_back(*this);
}

Behaviour OutputWriter::run() {
  if (!mapping_.through_dram) co_return;
  const auto groups = mapping_.filter_groups.size() * mapping_.passes.size();
  for (int image = 0; image < images_; ++image) {
    for (std::size_t group = 0; group < groups; ++group) {
      std::int64_t bits = 0;
      for (auto& pe : outputs) bits += (co_await pe.pop())->bits;
      co_await write(bits);
    }
    image_ends_.push_back(local_time());
  }
}

Behaviour OutputWriter::write(std::int64_t bits) {
  while (bits > 0) {
    const auto burst = std::min(bits, std::int64_t{config_.dram_burst_bytes} * 8);
    bits -= burst;
    const auto cycles = stream_.cycles_of(burst);
    if (cycles == 0) continue;
    co_await dram_.request(*this, dram_client, cycles);
    co_await spend(cycles);
  }
}

}  // namespace arch::dcnn
