// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/window_buffer.h"

namespace arch::memristor {

WindowBuffer::WindowBuffer(sim::fabric::Simulation& simulation, const std::string& name,
                           sim::Time period, const PixelPlane& plane, std::int64_t images,
                           std::size_t copies, Pixels source)
    : Process(simulation, name, period), plane_(plane), images_(images), source_(source) {
  for (std::size_t i = 0; i < copies; ++i) windows.emplace_back(*this);
}

// The first pixel that is needed once a window has been given out.
std::int64_t WindowBuffer::kept_after(std::int64_t image, std::int64_t window) const {
  const bool last = window + 1 == plane_.windows();
  return last ? (image + 1) * plane_.pixels()
              : image * plane_.pixels() + plane_.kept_from(window + 1);
}

sim::fabric::Behaviour WindowBuffer::run() {
  std::int64_t there = 0, kept_from = 0, number = 0;
  const auto copies = static_cast<std::int64_t>(windows.size());
  for (std::int64_t image = 0; image < images_; ++image) {
    for (std::int64_t window = 0; window < plane_.windows(); ++window, ++number) {
      const auto needed = image * plane_.pixels() + plane_.needed(window);
      for (; source_ != Pixels::present && there < needed; ++there) co_await pixels.pop();
      co_await windows[static_cast<std::size_t>(number % copies)].push({number});
      const auto kept = kept_after(image, window);
      if (source_ == Pixels::layer && kept > kept_from) co_await freed.push({kept - kept_from});
      kept_from = std::max(kept, kept_from);
    }
    // Pixels that no window needs arrive, too.
    const auto all = (image + 1) * plane_.pixels();
    for (; source_ != Pixels::present && there < all; ++there) co_await pixels.pop();
  }
  for (auto& copy : windows) copy.close();
}

}  // namespace arch::memristor
