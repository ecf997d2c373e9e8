// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/output_unit.h"

namespace arch::cap_ram {

using sim::fabric::Behaviour;

OutputUnit::OutputUnit(sim::fabric::Simulation& simulation, const Config& config,
                       const Mapping& mapping, std::size_t images)
    : Process(simulation, "output_unit", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images) {
  for (int m = 0; m < config.macros; ++m) finished.emplace_back(*this);
}

Behaviour OutputUnit::run() {
  for (std::size_t image = 0; image < images_; ++image) {
    for (const auto& round : mapping_.rounds) {
      for (int pixel = 0; pixel < mapping_.pixels(); ++pixel) co_await take(round);
    }
    image_ends_.push_back(local_time());
  }
}

Behaviour OutputUnit::take(const Round& round) {
  std::int64_t sums = 0;
  for (std::size_t macro = 0; macro < finished.size(); ++macro) {
    if (round.first_tile[macro] == round.first_tile[macro + 1]) continue;
    sums += (co_await finished[macro].pop())->filters;
  }
  written_ += sums;
  co_await spend((sums + config_.sums_per_cycle - 1) / config_.sums_per_cycle);
}

}  // namespace arch::cap_ram
