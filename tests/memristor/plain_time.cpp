// SPDX-License-Identifier: Apache-2.0
#include "tests/memristor/plain_time.h"

#include <algorithm>
#include <map>

namespace arch::memristor::test {
namespace {

using Moment = std::int64_t;

class Recursion {
 public:
  Recursion(const Config& config, const std::vector<LayerWork>& layers, const Plan& plan)
      : config_(config), layers_(layers), plan_(plan), known_(4) {}

  // The window's pixels have been sent on to all layers that take them.
  Moment sent(std::size_t l, std::int64_t w) {
    if (w < 0) return 0;
    return remember(1, l, w, [&] {
      auto time = done(l, w);
      for (std::size_t next = 0; next < plan_.layers.size(); ++next) {
        const auto& producer = plan_.layers[next].producer;
        if (!producer || producer->layer != l) continue;
        const auto pixel = pixel_of(*producer, w);
        if (pixel >= 0) time = std::max(time, room_for(next, pixel));
      }
      return time;
    });
  }

 private:
  template <class Compute>
  Moment remember(std::size_t kind, std::size_t l, std::int64_t w, const Compute& compute) {
    const auto key = std::pair{l, w};
    if (const auto found = known_[kind].find(key); found != known_[kind].end()) {
      return found->second;
    }
    const auto time = compute();
    known_[kind][key] = time;
    return time;
  }

  Moment after() const {
    const auto& s = config_.stages;
    return s.fetch + s.convert + s.shift_and_add + s.collect + s.activate + s.write - 1;
  }
  // The output stage has the window.
  Moment done(std::size_t l, std::int64_t w) {
    if (w < 0) return 0;
    return remember(0, l, w, [&] {
      // It takes windows in turn, and the pixels of the one before must have found room.
      return std::max(sent(l, w - 1), pushed(l, w) + after());
    });
  }

  std::int64_t windows(std::size_t l) const { return layers_[l].mapping.windows(); }

  // The pixel, over all images, that a window of the producer completes; -1 if it completes none.
  std::int64_t pixel_of(const Producer& producer, std::int64_t w) const {
    const auto& feed = producer.feed;
    const auto all = windows(producer.layer);
    const auto row = w % all / feed.columns - (feed.row_size - 1);
    const auto column = w % all % feed.columns - (feed.column_size - 1);
    if (row < 0 || column < 0 || row % feed.row_step != 0 || column % feed.column_step != 0) {
      return -1;
    }
    return w / all * feed.plane.pixels() + row / feed.row_step * feed.plane.width +
           column / feed.column_step;
  }

  // The producer's window that completes a pixel.
  std::int64_t window_of(const Producer& producer, std::int64_t pixel) const {
    const auto& feed = producer.feed;
    const auto image = pixel / feed.plane.pixels(), rest = pixel % feed.plane.pixels();
    const auto row = rest / feed.plane.width * feed.row_step + feed.row_size - 1;
    const auto column = rest % feed.plane.width * feed.column_step + feed.column_size - 1;
    return image * windows(producer.layer) + row * feed.columns + column;
  }

  // The first pixel that is needed once window w is out.
  std::int64_t kept(std::size_t l, std::int64_t w) const {
    const auto& plane = plan_.layers[l].plane;
    const auto all = windows(l), next = w + 1;
    if (next % all == 0) return next / all * plane.pixels();
    const auto row = next % all / plane.columns, column = next % all % plane.columns;
    const auto top =
        std::clamp<std::int64_t>(row * plane.stride - plane.padding, 0, plane.height - 1);
    const auto left =
        std::clamp<std::int64_t>(column * plane.stride - plane.padding, 0, plane.width - 1);
    return next / all * plane.pixels() + top * plane.width + left;
  }

  Moment room_for(std::size_t l, std::int64_t pixel) {
    if (pixel < plan_.layers[l].room) return 0;
    std::int64_t w = 0, most = 0;
    for (;; ++w) {
      most = std::max(most, kept(l, w));
      if (most + plan_.layers[l].room > pixel) return issued(l, w) + 1;
    }
  }

  Moment issued(std::size_t l, std::int64_t w) {
    if (w < 0) return 0;
    return remember(2, l, w, [&] {
      const auto& layer = plan_.layers[l];
      auto time = issued(l, w - 1);
      if (w >= layer.copies) time = std::max(time, taken(l, w - layer.copies) + 1);
      if (!layer.producer) return time;
      const auto& plane = layer.plane;
      const auto row = w % windows(l) / plane.columns, column = w % windows(l) % plane.columns;
      const auto bottom = std::clamp<std::int64_t>(
          row * plane.stride - plane.padding + plane.kernel_height - 1, 0, plane.height - 1);
      const auto right = std::clamp<std::int64_t>(
          column * plane.stride - plane.padding + plane.kernel_width - 1, 0, plane.width - 1);
      const auto pixel = w / windows(l) * plane.pixels() + bottom * plane.width + right;
      const auto way =
          config_.router_cycles + (layer.producer->feed.pools() ? config_.stages.pool : 0);
      return std::max(time, sent_pixel(l, pixel) + way);
    });
  }

  // Pixels that no window needs are sent, too, and hold up those behind them; not more.
  Moment sent_pixel(std::size_t l, std::int64_t pixel) {
    const auto& producer = *plan_.layers[l].producer;
    const auto w = window_of(producer, pixel);
    // Layers before this one among those that the producer feeds get the window's pixel earlier.
    auto time = done(producer.layer, w);
    for (std::size_t next = 0; next <= l; ++next) {
      const auto& other = plan_.layers[next].producer;
      if (!other || other->layer != producer.layer) continue;
      const auto its = pixel_of(*other, w);
      if (its >= 0) time = std::max(time, room_for(next, its));
    }
    return time;
  }

  Moment taken(std::size_t l, std::int64_t w) {
    const auto& layer = plan_.layers[l];
    auto time = issued(l, w) + 1;
    return w >= layer.copies ? std::max(time, pushed(l, w - layer.copies)) : time;
  }

  Moment pushed(std::size_t l, std::int64_t w) {
    return remember(3, l, w, [&] {
      const auto& layer = plan_.layers[l];
      const auto& products = layers_[l].products;
      const auto& reads = products.window_reads;
      const auto read =
          reads.empty() ? products.reads : reads[static_cast<std::size_t>(w) % reads.size()];
      auto time = taken(l, w) + std::max<Moment>({1, read, layer.supply, layer.collect});
      const auto before = w - layer.copies * (after() + 1);
      return before >= 0 ? std::max(time, done(l, before) + 1) : time;
    });
  }

  const Config& config_;
  const std::vector<LayerWork>& layers_;
  const Plan& plan_;
  std::vector<std::map<std::pair<std::size_t, std::int64_t>, Moment>> known_;
};

}  // namespace

std::vector<std::int64_t> plain_ends(const Config& config, const std::vector<LayerWork>& layers,
                                     const Plan& plan, std::int64_t images) {
  Recursion recursion(config, layers, plan);
  std::vector<std::int64_t> ends;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const auto all = layers[l].mapping.windows();
    std::int64_t end = 0;
    for (std::int64_t w = 0; w < all * images; ++w) end = recursion.sent(l, w);
    ends.push_back(end);
  }
  return ends;
}

}  // namespace arch::memristor::test
