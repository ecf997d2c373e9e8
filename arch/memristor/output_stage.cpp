// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/output_stage.h"

namespace arch::memristor {

OutputStage::OutputStage(sim::fabric::Simulation& simulation, const std::string& name,
                         sim::Time period, std::int64_t windows, std::int64_t images,
                         std::size_t copies)
    : Process(simulation, name, period), windows_(windows), images_(images) {
  for (std::size_t i = 0; i < copies; ++i) outputs.emplace_back(*this);
}

sim::fabric::Behaviour OutputStage::send(std::int64_t window) {
  for (auto& consumer : consumers) {
    if (!consumer.feed.completes(window)) continue;
    while (consumer.room == 0) consumer.room += (co_await consumer.freed.pop())->count;
    --consumer.room;
    co_await consumer.pixels.push({});
  }
}

sim::fabric::Behaviour OutputStage::run() {
  std::int64_t number = 0;
  const auto copies = static_cast<std::int64_t>(outputs.size());
  for (std::int64_t image = 0; image < images_; ++image) {
    for (std::int64_t window = 0; window < windows_; ++window, ++number) {
      co_await outputs[static_cast<std::size_t>(number % copies)].pop();
      co_await send(window);
    }
    image_ends_.push_back(local_time());
    if ((image + 1) % images_of_a_turn != 0) continue;
    for (auto& turn : ended) co_await turn.push({});
  }
  for (auto& consumer : consumers) consumer.pixels.close();
}

}  // namespace arch::memristor
