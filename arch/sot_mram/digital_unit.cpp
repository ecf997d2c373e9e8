// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/digital_unit.h"

namespace arch::sot_mram {

DigitalUnit::DigitalUnit(sim::fabric::Simulation& simulation, const Config& config,
                         std::size_t number, std::size_t images)
    : Process(simulation, "digital_unit_" + std::to_string(number), config.period()),
      config_(config),
      image_ends_(images) {}

sim::fabric::Behaviour DigitalUnit::run() {
  std::vector<bool> ended(sums.size());
  auto left = sums.size();
  while (left > 0) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
      if (ended[i]) continue;
      const auto* const burst = co_await sums[i].pop();
      if (burst == nullptr) {
        ended[i] = true;
        --left;
        continue;
      }
      const auto [count, first, end] = *burst;
      co_await spend((count + config_.sums_per_cycle - 1) / config_.sums_per_cycle);
      additions_ += count;
      for (auto image = first; image < end; ++image) image_ends_[image] = local_time();
    }
  }
}

}  // namespace arch::sot_mram
