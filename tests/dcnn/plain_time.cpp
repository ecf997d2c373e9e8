// SPDX-License-Identifier: Apache-2.0
#include "tests/dcnn/plain_time.h"

#include <algorithm>
#include <cmath>

namespace arch::dcnn::test {
namespace {

std::int64_t over(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

struct Element {
  std::int64_t now = 0;
  std::int64_t ppu = 0;
  std::int64_t slab_begin = 0;
  std::int64_t halo = 0;
  std::vector<std::int64_t> drained;  ///< when the PPU had read each group's sums
  std::vector<std::int64_t> taken;    ///< when each block was taken
};

class PlainMachine {
 public:
  PlainMachine(const LayerCase& layer, const Mapping& mapping)
      : config_(layer.config),
        mapping_(mapping),
        images_(layer.images()),
        elements_(static_cast<std::size_t>(config_.pes())),
        slots_(std::max(1, config_.weight_vectors / mapping.group_size - 1)) {}

  std::int64_t run() {
    now_ = config_.dram_latency;
    for (int image = 0; image < images_; ++image) {
      for (auto& element : elements_) element.slab_begin = element.now;
      for (const auto& group : mapping_.filter_groups) one_group(group);
    }
    auto end = now_;
    for (const auto& element : elements_) end = std::max({end, element.now, element.ppu});
    return end;
  }

 private:
  void one_group(const FilterGroup& group) {
    const auto sets = static_cast<std::size_t>(config_.accumulator_sets);
    for (auto& element : elements_) {
      const auto groups = element.drained.size();
      if (groups >= sets) element.now = std::max(element.now, element.drained[groups - sets] + 1);
    }
    for (const auto& vector : mapping_.order.vectors) one_block(group, vector);
    for (std::size_t n = 0; n < elements_.size(); ++n) {
      auto& element = elements_[n];
      const auto tile = mapping_.passes.front().tile(static_cast<int>(n));
      const auto sums = std::int64_t{tile.positions()} * group.count;
      element.ppu = std::max(element.ppu, element.now + config_.dot_stages) +
                    over(sums, config_.ppu_sums_per_cycle);
      element.drained.push_back(element.ppu);
    }
  }

  void one_block(const FilterGroup& group, const VectorOfTerms& vector) {
    bits_ += std::int64_t{group.count} * vector.size() * config_.value_bits;
    const auto end = static_cast<std::int64_t>(
        std::ceil(static_cast<double>(bits_) / 8 / config_.dram_bytes_per_cycle()));
    // Asked for in one cycle, granted in the next or when the transfer before is over.
    if (end > transferred_) {
      const auto granted = std::max(now_ + 1, dram_free_);
      dram_free_ = granted + end - transferred_;
      now_ = dram_free_ - 1;
      transferred_ = end;
    }
    const auto block = elements_.front().taken.size();
    if (block >= static_cast<std::size_t>(slots_)) {
      for (const auto& element : elements_) {
        now_ = std::max(now_, element.taken[block - static_cast<std::size_t>(slots_)] + 1);
      }
    }
    for (std::size_t n = 0; n < elements_.size(); ++n) work(static_cast<int>(n), group, vector);
  }

  void work(int n, const FilterGroup& group, const VectorOfTerms& vector) {
    auto& element = elements_[static_cast<std::size_t>(n)];
    const auto tile = mapping_.passes.front().tile(n);
    element.now = std::max(element.now, now_ + config_.broadcast_latency);
    element.taken.push_back(element.now);
    if (tile.positions() == 0) return;
    if (vector.new_channels > 0) {
      element.halo = std::max(element.halo, element.slab_begin) +
                     over(std::int64_t{tile.busiest_link()} * vector.new_channels,
                          config_.halo_words_per_cycle);
      element.now = std::max(element.now, element.halo);
      element.slab_begin = element.now;
    }
    element.now += std::int64_t{tile.positions()} * std::max(group.count, vector.accesses);
  }

  const Config& config_;
  const Mapping& mapping_;
  int images_;
  std::vector<Element> elements_;
  int slots_;  ///< of the weight channel
  std::int64_t now_ = 0;
  std::int64_t bits_ = 0;
  std::int64_t transferred_ = 0;
  std::int64_t dram_free_ = 0;
};

}  // namespace

std::int64_t plain_time(const LayerCase& layer, const Mapping& mapping) {
  return PlainMachine(layer, mapping).run();
}

}  // namespace arch::dcnn::test
