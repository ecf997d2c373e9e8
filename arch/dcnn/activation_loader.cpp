// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/activation_loader.h"

#include <algorithm>

#include "arch/dcnn/parts/run_code.h"

namespace arch::dcnn {

using sim::fabric::Behaviour;

ActivationLoader::ActivationLoader(sim::fabric::Simulation& simulation, const Config& config,
                                   const Mapping& mapping, const sim::workload::Vectors& images,
                                   sim::fabric::Arbiter& dram)
    : Process(simulation, "activation_loader", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      dram_(dram),
      stream_(config.dram_bytes_per_cycle()) {
  for (int pe = 0; pe < config.pes(); ++pe) freed.emplace_back(*this);
}

Behaviour ActivationLoader::run() {
  if (!mapping_.through_dram) co_return;
  co_await spend(config_.dram_latency);
  int loaded = 0;
  for (std::size_t i = 0; i < images_.count(); ++i) {
    for (std::size_t p = 0; p < mapping_.passes.size(); ++p) {
      for (auto& pe : freed) {
        if (loaded >= buffers) co_await pe.pop();
      }
      const auto& pass = mapping_.passes[p];
      co_await load(bits_of(images_.vector(i), pass));
      words_ += std::int64_t{pass.held()} * mapping_.shape.channels;
      co_await tiles.push({static_cast<std::int32_t>(p)});
      ++loaded;
    }
  }
}

// The last cycle of a burst passes while the next one is asked for.
Behaviour ActivationLoader::load(std::int64_t bits) {
  while (bits > 0) {
    const auto burst = std::min(bits, std::int64_t{config_.dram_burst_bytes} * 8);
    bits -= burst;
    const auto cycles = stream_.cycles_of(burst);
    if (cycles == 0) continue;
    co_await dram_.request(*this, dram_client, cycles);
    co_await spend(cycles - 1);
  }
}

std::int64_t ActivationLoader::bits_of(std::span<const std::int16_t> image,
                                       const Pass& pass) const {
  const auto& shape = mapping_.shape;
  std::int64_t bits = 0;
  for (const auto& rows : pass.rows) {
    for (const auto& columns : pass.columns) {
      RunCode code(config_);
      for (int c = 0; c < shape.channels; ++c) {
        for (int y = rows.held.begin; y < rows.held.end; ++y) {
          const auto* row = image.data() + (std::ptrdiff_t{c} * shape.height + y) * shape.width;
          for (int x = columns.held.begin; x < columns.held.end; ++x) code.add(row[x]);
        }
      }
      bits += code.bits();
    }
  }
  return bits;
}

}  // namespace arch::dcnn
