// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/weight_loader.h"

#include <algorithm>
#include <cmath>

namespace arch::cap_ram {

using sim::fabric::Behaviour;

bool loads(const Config& config, const Mapping& mapping, std::size_t image, std::size_t round) {
  return image == 0 && round == 0 ? config.load_counted : mapping.rounds.size() > 1;
}

WeightLoader::WeightLoader(sim::fabric::Simulation& simulation, const Config& config,
                           const Mapping& mapping, std::size_t images)
    : Process(simulation, "weight_loader", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images) {
  for (int m = 0; m < config.macros; ++m) drained.emplace_back(*this);
}

Behaviour WeightLoader::run() {
  for (std::size_t image = 0; image < images_; ++image) {
    for (std::size_t r = 0; r < mapping_.rounds.size(); ++r) {
      if (!loads(config_, mapping_, image, r)) continue;
      if (image > 0 || r > 0) {
        for (auto& macro : drained) co_await macro.pop();
      }
      co_await load(mapping_.rounds[r]);
    }
  }
}

Behaviour WeightLoader::load(const Round& round) {
  const auto bytes = static_cast<double>(round.all_rows) * config_.row_bits / 8;
  const auto ns = bytes / config_.weight_gb_per_s;
  const auto period_ns = static_cast<double>(config_.period().count()) / 1000;
  const auto cycles = std::max(round.rows, static_cast<sim::Cycles>(std::ceil(ns / period_ns)));
  co_await spend(cycles);
  co_await loaded.push({});
  ++loads_done_;
  load_time_ += cycles * period();
  rows_written_ += round.all_rows;
}

}  // namespace arch::cap_ram
