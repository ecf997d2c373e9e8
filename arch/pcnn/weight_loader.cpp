// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/weight_loader.h"

#include <algorithm>

namespace arch::pcnn {

using sim::fabric::Behaviour;

namespace {

std::int64_t rounded_words(std::int64_t bits, std::int64_t width) {
  return (bits + width - 1) / width;
}

}  // namespace

WeightLoader::WeightLoader(sim::fabric::Simulation& simulation, const Config& config,
                           const Mapping& mapping, std::size_t images, sim::fabric::Arbiter& dram)
    : Process(simulation, "weight_loader", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      dram_(dram),
      stream_(config.dram_bytes_per_cycle()) {}

Behaviour WeightLoader::run() {
  co_await fill_table();
  for (std::size_t image = 0; image < images_; ++image) {
    for (const auto& pass : mapping_.tiling.passes) {
      const auto times = mapping_.resident ? 1 : pass.tiles.size();
      for (const auto& round : mapping_.rounds) {
        for (std::size_t i = 0; i < times; ++i) co_await load(round);
      }
    }
  }
}

// A pattern is written in the cycle in which it arrives, or later.
Behaviour WeightLoader::fill_table() {
  const auto patterns = static_cast<sim::Cycles>(mapping_.kernels.masks.size());
  if (patterns == 0) co_return;
  const auto begin = local_time();
  co_await transfer(patterns * mapping_.shape.kernel_area());
  co_await spend(patterns - std::min(patterns, (local_time() - begin) / period()));
  patterns_written_ = patterns;
}

Behaviour WeightLoader::load(const Round& round) {
  const auto& kernels = mapping_.kernels;
  for (const auto& portion : mapping_.portions) {
    const auto weight_bits = std::int64_t{portion.kernels} * kernels.slots * config_.operand_bits;
    const auto code_bits = std::int64_t{portion.kernels} * kernels.code_bits;
    co_await transfer(round.filters * (weight_bits + code_bits));
    co_await portions.push({}, {static_cast<std::size_t>(portion.kernels), 1});
    weight_writes_ += round.filters * rounded_words(weight_bits, config_.weight_width_bits);
    code_writes_ += round.filters * rounded_words(code_bits, config_.spm_width_bits);
  }
}

// The last cycle of a transfer passes while the next one is asked for.
Behaviour WeightLoader::transfer(std::int64_t bits) {
  const auto cycles = stream_.cycles_of(bits);
  if (cycles == 0) co_return;
  co_await dram_.request(*this, dram_client, cycles);
  co_await spend(cycles - 1);
}

}  // namespace arch::pcnn
