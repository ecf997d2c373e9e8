// SPDX-License-Identifier: Apache-2.0
#include "tests/pcnn/plain_time.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>

namespace arch::pcnn::test {
namespace {

std::int64_t over(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

struct Element {
  std::int64_t now = 0;
};

class PlainMachine {
 public:
  explicit PlainMachine(const LayerCase& layer)
      : layer_(layer),
        config_(layer.config),
        shape_(layer.shape),
        mapping_(layer.mapping()),
        elements_(static_cast<std::size_t>(mapping_.busy_elements())) {}

  std::int64_t run() {
    table();
    for (image_ = 0; image_ < layer_.inputs.count(); ++image_) {
      for (const auto& round : mapping_.rounds) {
        const auto& tiles = mapping_.tiling.passes.front().tiles;
        for (const auto& tile : tiles) {
          one_tile(round, tile, &tile == &tiles.front(), &tile == &tiles.back());
        }
      }
    }
    return stage_;
  }

 private:
  // Asked for in one cycle, granted in the next or when the transfer before is over.
  void transfer(std::int64_t bits) {
    bits_ += bits;
    const auto end = static_cast<std::int64_t>(
        std::ceil(static_cast<double>(bits_) / (8 * config_.dram_bytes_per_cycle())));
    if (end == transferred_) return;
    const auto granted = std::max(loader_ + 1, dram_free_);
    dram_free_ = granted + end - transferred_;
    loader_ = dram_free_ - 1;
    transferred_ = end;
  }

  void table() {
    const auto patterns = static_cast<std::int64_t>(mapping_.kernels.masks.size());
    if (patterns == 0) return;
    transfer(patterns * 9);
    loader_ = std::max(loader_, patterns);
  }

  // Brings the next portion: it takes room when it stands in the banks.
  std::int64_t load(const Round& round, const Portion& portion) {
    const auto bits = portion.kernels *
                      (mapping_.kernels.slots * config_.operand_bits + mapping_.kernels.code_bits);
    transfer(std::int64_t{round.filters} * bits);
    while (held_ + portion.kernels > mapping_.waiting_kernels) {
      const auto [kernels, freed] = loaded_.front();
      loader_ = std::max(loader_, freed);
      held_ -= kernels;
      loaded_.erase(loaded_.begin());
    }
    held_ += portion.kernels;
    return loader_ + config_.broadcast_latency;
  }

  void one_tile(const Round& round, const PixelTile& tile, bool first, bool last) {
    const auto sets = static_cast<std::size_t>(config_.accumulator_sets);
    if (drained_.size() >= sets) wait_for(drained_[drained_.size() - sets] + 1);
    for (const auto& portion : mapping_.portions) {
      if (first || !mapping_.resident) visible_ = load(round, portion);
      wait_for(visible_);
      for (const auto& slab : portion.slabs) one_slab(round, tile, slab);
      if (last || !mapping_.resident) loaded_.push_back({portion.kernels, latest() + 1});
    }
    wait_for(latest());
    stage_ = std::max(stage_, latest() + config_.pipeline_stages) +
             std::max<std::int64_t>(tile.outputs.area(), writing(round, tile));
    drained_.push_back(stage_);
  }

  void one_slab(const Round& round, const PixelTile& tile, const Slab& slab) {
    const auto reads = std::max<std::int64_t>(1, reading(round, tile, slab));
    if (freed_.size() >= 2) reader_ = std::max(reader_, freed_[freed_.size() - 2]);
    const auto there = reader_ + reads - 1 + config_.broadcast_latency;
    reader_ += reads;
    for (std::size_t n = 0; n < elements_.size(); ++n) {
      auto& element = elements_[n];
      element.now = std::max(element.now, there);
      if (static_cast<int>(n) < round.filters) {
        element.now += work(round, round.first_filter + static_cast<int>(n), tile, slab);
      }
    }
    freed_.push_back(latest() + 1);
  }

  void wait_for(std::int64_t time) {
    for (auto& element : elements_) element.now = std::max(element.now, time);
  }
  std::int64_t latest() const {
    std::int64_t time = 0;
    for (const auto& element : elements_) time = std::max(time, element.now);
    return time;
  }

  // Words by their bank, each once.
  std::int64_t busiest(const std::vector<std::int64_t>& addresses) const {
    std::map<std::int64_t, std::set<std::int64_t>> words;
    for (const auto address : addresses) {
      const auto word = address / config_.word_activations();
      std::int64_t digits = 0;
      for (auto rest = word; rest > 0 && config_.activation_banks > 1;
           rest /= config_.activation_banks) {
        digits += rest % config_.activation_banks;
      }
      words[digits % config_.activation_banks].insert(word);
    }
    std::size_t most = 0;
    for (const auto& [bank, set] : words) most = std::max(most, set.size());
    return static_cast<std::int64_t>(most);
  }

  std::int64_t reading(const Round& round, const PixelTile& tile, const Slab& slab) const {
    std::vector<std::int64_t> addresses;
    const auto& pass = mapping_.tiling.passes.front();
    const int height = pass.end_input - pass.first_input;
    for (int c = round.first_channel + slab.first; c < round.first_channel + slab.end; ++c) {
      for (int p = tile.outputs.top; p < tile.outputs.bottom; ++p) {
        for (int r = 0; r < shape_.kernel_height; ++r) {
          const int y = p * shape_.stride - shape_.padding + r;
          const int left = tile.outputs.left * shape_.stride - shape_.padding;
          const int right =
              (tile.outputs.right - 1) * shape_.stride - shape_.padding + shape_.kernel_width;
          for (int x = left; x < right; ++x) {
            if (y < 0 || y >= shape_.height || x < 0 || x >= shape_.width) continue;
            addresses.push_back((std::int64_t{c} * height + y - pass.first_input) * shape_.width +
                                x);
          }
        }
      }
    }
    return busiest(addresses);
  }

  std::int64_t writing(const Round& round, const PixelTile& tile) const {
    std::vector<std::int64_t> addresses;
    for (int k = round.first_filter; k < round.first_filter + round.filters; ++k) {
      for (int p = tile.outputs.top; p < tile.outputs.bottom; ++p) {
        for (int q = tile.outputs.left; q < tile.outputs.right; ++q) {
          addresses.push_back(
              (std::int64_t{k} * shape_.output_height() + p) * shape_.output_width() + q);
        }
      }
    }
    return busiest(addresses);
  }

  bool active(int channel, int position, int pixel, const PixelTile& tile) const {
    const int p = tile.outputs.top + pixel / tile.outputs.width();
    const int q = tile.outputs.left + pixel % tile.outputs.width();
    const int y = p * shape_.stride - shape_.padding + position / shape_.kernel_width;
    const int x = q * shape_.stride - shape_.padding + position % shape_.kernel_width;
    if (y < 0 || y >= shape_.height || x < 0 || x >= shape_.width) return false;
    const auto at = (std::size_t(channel) * std::size_t(shape_.height) + std::size_t(y)) *
                        std::size_t(shape_.width) +
                    std::size_t(x);
    return layer_.inputs.vector(image_)[at] != 0;
  }

  // Positions of a kernel that are left for the pixels [first, end) of the tile.
  int pairs(const Round& round, int filter, int c, const PixelTile& tile, int first,
            int end) const {
    const auto& kernels = mapping_.kernels;
    const auto kernel = std::size_t(filter) * std::size_t(kernels.per_filter) + std::size_t(c);
    int left = 0;
    for (int i = 0; i < kernels.slots; ++i) {
      const auto position =
          kernels
              .position[kernels.pattern_of(kernel) * std::size_t(kernels.slots) + std::size_t(i)];
      bool any = !config_.skips() || !kernels.by_pattern;
      for (int pixel = first; pixel < end; ++pixel) {
        any = any || active(round.first_channel + c, position, pixel, tile);
      }
      left += any;
    }
    return left;
  }

  std::int64_t work(const Round& round, int filter, const PixelTile& tile, const Slab& slab) const {
    const auto& kernels = mapping_.kernels;
    const int pixels = tile.outputs.area();
    const int group = config_.lanes_over == Lanes::pixel ? config_.lanes : 1;
    std::int64_t slots = 0, fetches = 0;
    for (int first = 0; first < pixels; first += group, ++fetches) {
      const int end = std::min(first + group, pixels);
      std::int64_t waiting = 0;
      for (int c = slab.first; c < slab.end; ++c) {
        const auto left = pairs(round, filter, c, tile, first, end);
        if (config_.lanes_over == Lanes::pixel) {
          slots += std::max(1, left);
          continue;
        }
        waiting += left;
        const bool decoded = (c + 1 - slab.first) % config_.kernels_per_cycle == 0;
        if (!kernels.by_pattern || (!decoded && c + 1 < slab.end)) continue;
        waiting -= std::min<std::int64_t>(waiting, config_.lanes);
        ++slots;
      }
      slots += over(waiting, config_.lanes);
    }
    if (config_.lanes_over == Lanes::pixel && config_.stationary == Stationary::kernel) fetches = 1;
    const auto weights = over(std::int64_t{slab.channels()} * kernels.slots * config_.operand_bits,
                              config_.weight_width_bits);
    const auto codes =
        over(std::int64_t{slab.channels()} * kernels.code_bits, config_.spm_width_bits);
    return std::max({slots, fetches * weights, fetches * codes});
  }

  const LayerCase& layer_;
  const Config& config_;
  const Convolution& shape_;
  Mapping mapping_;
  std::vector<Element> elements_;
  std::size_t image_ = 0;
  std::int64_t bits_ = 0, transferred_ = 0, dram_free_ = 0;
  std::int64_t loader_ = 0, reader_ = 0, stage_ = 0;
  std::int64_t visible_ = 0;  ///< from when the present portion is
  std::int64_t held_ = 0;     ///< kernels of the portions in the banks
  std::vector<std::pair<std::int64_t, std::int64_t>> loaded_;  ///< and when each is free
  std::vector<std::int64_t> freed_;                            ///< halves of the activation buffer
  std::vector<std::int64_t> drained_;                          ///< tiles
};

}  // namespace

std::int64_t plain_time(const LayerCase& layer) { return PlainMachine(layer).run(); }

}  // namespace arch::pcnn::test
