// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/input_driver.h"

#include <algorithm>

#include "sim/workload/patches.h"

namespace arch::cap_ram {

using sim::fabric::Behaviour;

// One vector is made, one is in work, the others wait.
InputDriver::InputDriver(sim::fabric::Simulation& simulation, const Config& config,
                         const Mapping& mapping, const sim::workload::Vectors& images)
    : Process(simulation, "input_driver", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images.count()),
      levels_(static_cast<std::size_t>(config.input_buffers) + 2,
              std::vector<std::int16_t>(mapping.pitch)) {
  for (int group = 0; group < mapping.shape.groups; ++group) {
    windows_.push_back(gather_patches(mapping.shape, images, group));
  }
}

Behaviour InputDriver::run() {
  for (std::size_t image = 0; image < images_; ++image) {
    for (const auto& round : mapping_.rounds) {
      for (int pixel = 0; pixel < mapping_.pixels(); ++pixel) {
        co_await drive(round, image, pixel);
      }
    }
  }
}

Behaviour InputDriver::drive(const Round& round, std::size_t image, int pixel) {
  const auto window =
      image * static_cast<std::size_t>(mapping_.pixels()) + static_cast<std::size_t>(pixel);
  for (int s = round.first_segment; s < round.end_segment; ++s) {
    const auto& segment = mapping_.segments[static_cast<std::size_t>(s)];
    const auto inputs = windows_[static_cast<std::size_t>(segment.group)].vector(window);
    for (std::size_t p = 0; p < mapping_.passes.size(); ++p) {
      auto vector = levels(inputs, segment, mapping_.passes[p]);
      vector.image = static_cast<std::uint32_t>(image);
      vector.pixel = pixel;
      vector.segment = s;
      vector.pass = static_cast<std::int32_t>(p);
      const auto bits = std::int64_t{segment.size()} * config_.input_bits;
      bits_read_ += bits;
      co_await spend((bits + config_.input_bits_per_cycle - 1) / config_.input_bits_per_cycle);
      co_await vectors.push(vector);
    }
  }
}

InputVector InputDriver::levels(std::span<const std::int16_t> window, const Segment& segment,
                                const InputPass& pass) {
  auto& levels = levels_[next_];
  next_ = (next_ + 1) % levels_.size();
  const int largest = config_.largest_input();
  InputVector vector;
  for (std::size_t i = 0; i < segment.inputs.size(); ++i) {
    const int input = window[static_cast<std::size_t>(segment.inputs[i])];
    levels[i] = static_cast<std::int16_t>(pass.level(input, largest));
    vector.driven += levels[i] != 0 ? 1 : 0;
  }
  std::fill(levels.begin() + segment.size(), levels.end(), std::int16_t{0});
  vector.levels = levels;
  return vector;
}

}  // namespace arch::cap_ram
