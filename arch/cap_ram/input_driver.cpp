// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/input_driver.h"

#include <algorithm>

namespace arch::cap_ram {

using sim::fabric::Behaviour;

// One vector is made, one is in work, the others wait.
InputDriver::InputDriver(sim::fabric::Simulation& simulation, const Config& config,
                         const Mapping& mapping, const sim::workload::Vectors& images)
    : Process(simulation, "input_driver", config.period()),
      config_(config),
      mapping_(mapping),
      images_(images),
      window_(static_cast<std::size_t>(mapping.window())),
      levels_(static_cast<std::size_t>(config.input_buffers) + 2,
              std::vector<std::int16_t>(mapping.pitch)) {}

Behaviour InputDriver::run() {
  for (std::size_t image = 0; image < images_.count(); ++image) {
    for (const auto& round : mapping_.rounds) {
      for (int pixel = 0; pixel < mapping_.pixels(); ++pixel) {
        co_await drive(round, image, pixel);
      }
    }
  }
}

Behaviour InputDriver::drive(const Round& round, std::size_t image, int pixel) {
  int gathered = -1;
  for (int s = round.first_segment; s < round.end_segment; ++s) {
    const auto& segment = mapping_.segments[static_cast<std::size_t>(s)];
    if (gathered != segment.group) gather(images_.vector(image), pixel, segment.group);
    gathered = segment.group;
    for (std::size_t p = 0; p < mapping_.passes.size(); ++p) {
      auto vector = levels(segment, mapping_.passes[p]);
      vector.image = static_cast<std::uint32_t>(image);
      vector.pixel = pixel;
      vector.segment = s;
      vector.pass = static_cast<std::int32_t>(p);
      const auto bits = std::int64_t{segment.inputs} * config_.input_bits;
      bits_read_ += bits;
      co_await spend((bits + config_.input_bits_per_cycle - 1) / config_.input_bits_per_cycle);
      co_await vectors.push(vector);
    }
  }
}

// What lies in the padding is 0.
void InputDriver::gather(std::span<const std::int16_t> image, int pixel, int group) {
  const auto& shape = mapping_.shape;
  const int top = pixel / shape.output_width() * shape.stride - shape.padding;
  const int left = pixel % shape.output_width() * shape.stride - shape.padding;
  auto* out = window_.data();
  for (int c = 0; c < shape.channels_per_group(); ++c) {
    const auto channel = std::ptrdiff_t{group} * shape.channels_per_group() + c;
    const auto* plane = image.data() + channel * shape.height * shape.width;
    for (int y = top; y < top + shape.kernel_height; ++y) {
      for (int x = left; x < left + shape.kernel_width; ++x) {
        const bool inside = y >= 0 && y < shape.height && x >= 0 && x < shape.width;
        *out++ = inside ? plane[std::ptrdiff_t{y} * shape.width + x] : std::int16_t{0};
      }
    }
  }
}

InputVector InputDriver::levels(const Segment& segment, const InputPass& pass) {
  auto& levels = levels_[next_];
  next_ = (next_ + 1) % levels_.size();
  const int largest = config_.largest_input();
  const auto* inputs = window_.data() + segment.first_input;
  InputVector vector;
  for (std::size_t i = 0; i < static_cast<std::size_t>(segment.inputs); ++i) {
    levels[i] = static_cast<std::int16_t>(pass.level(inputs[i], largest));
    vector.driven += levels[i] != 0 ? 1 : 0;
  }
  std::fill(levels.begin() + segment.inputs, levels.end(), std::int16_t{0});
  vector.levels = levels;
  return vector;
}

}  // namespace arch::cap_ram
