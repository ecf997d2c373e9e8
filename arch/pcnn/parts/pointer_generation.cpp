// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/parts/pointer_generation.h"

#include <algorithm>
#include <bit>

#include "sim/base/quotient_up.h"

namespace arch::pcnn {

const SlabWork& PointerGeneration::work(const Windows& windows, const Round& round, int filter,
                                        const Slab& slab, const PixelTile& tile) {
  const std::int64_t pixels = tile.outputs.area();
  const bool same = last_channels_ == slab.channels() && last_pixels_ == pixels;
  if (same && !skips_) return last_;
  last_channels_ = slab.channels();
  last_pixels_ = pixels;
  return last_ = work_of(windows, round, filter, slab, tile);
}

SlabWork PointerGeneration::work_of(const Windows& windows, const Round& round, int filter,
                                    const Slab& slab, const PixelTile& tile) const {
  const bool over_pixels = config_.lanes_over == Lanes::pixel;
  SlabWork work;
  count_reads(work, slab, tile);
  if (skips_ && over_pixels) {
    skip_by_pixels(work, windows, round, filter, slab, tile);
  } else if (skips_) {
    skip_by_nonzeros(work, windows, round, filter, slab, tile);
  } else if (over_pixels) {
    by_pixels(work, slab, tile);
  } else {
    by_nonzeros(work, slab, tile);
  }
  work.cycles = std::max({work.slots, work.weight_reads, work.code_reads});
  return work;
}

void PointerGeneration::count_reads(SlabWork& work, const Slab& slab, const PixelTile& tile) const {
  const auto& kernels = mapping_.kernels;
  const std::int64_t channels = slab.channels(), pixels = tile.outputs.area();
  const bool once = config_.keeps_kernel();
  const auto times = once ? 1 : static_cast<std::int64_t>(tile.groups);
  const auto weight_bits = channels * kernels.slots * config_.operand_bits;
  work.weight_reads =
      times * sim::quotient_up<std::int64_t>(weight_bits, config_.weight_width_bits);
  work.code_reads =
      times * sim::quotient_up<std::int64_t>(channels * kernels.code_bits, config_.spm_width_bits);
  work.decoded = kernels.by_pattern ? times * channels : 0;
  work.weights = times * channels * kernels.slots;
  work.accumulations = once ? channels * pixels : pixels;
}

void PointerGeneration::by_pixels(SlabWork& work, const Slab& slab, const PixelTile& tile) const {
  const auto positions = std::int64_t{slab.channels()} * mapping_.kernels.slots;
  work.slots = positions * static_cast<std::int64_t>(tile.groups);
  work.lane_slots = positions * tile.outputs.area();
}

// The lanes are the limit, or the decoder.
void PointerGeneration::by_nonzeros(SlabWork& work, const Slab& slab, const PixelTile& tile) const {
  const auto pairs = std::int64_t{slab.channels()} * mapping_.kernels.slots;
  const auto decoding =
      mapping_.kernels.by_pattern
          ? sim::quotient_up<std::int64_t>(slab.channels(), config_.kernels_per_cycle)
          : 0;
  work.slots = std::max(sim::quotient_up<std::int64_t>(pairs, config_.lanes), decoding) *
               tile.outputs.area();
  work.lane_slots = pairs * tile.outputs.area();
}

std::uint16_t PointerGeneration::weight_mask(int filter, int channel) const {
  const auto kernel =
      static_cast<std::size_t>(filter) * static_cast<std::size_t>(mapping_.kernels.per_filter) +
      static_cast<std::size_t>(channel);
  return mapping_.kernels.masks[mapping_.kernels.pattern_of(kernel)];
}

void PointerGeneration::skip_by_pixels(SlabWork& work, const Windows& windows, const Round& round,
                                       int filter, const Slab& slab, const PixelTile& tile) const {
  const auto lanes = config_.lanes;
  const auto full = static_cast<std::size_t>(tile.outputs.area() / lanes);
  const auto rest = tile.outputs.area() % lanes;
  for (int c = slab.first; c < slab.end; ++c) {
    const auto mask = weight_mask(filter, c);
    const int channel = round.first_channel + c;
    const auto* const active = windows.masks(static_cast<std::size_t>(channel)) + tile.first_group;
    for (std::size_t g = 0; g < tile.groups; ++g) {
      const auto pairs = std::popcount(static_cast<std::uint16_t>(mask & active[g]));
      work.slots += std::max(1, pairs);
      work.lane_slots += std::int64_t{pairs} * (g < full ? lanes : rest);
    }
  }
}

void PointerGeneration::skip_by_nonzeros(SlabWork& work, const Windows& windows, const Round& round,
                                         int filter, const Slab& slab,
                                         const PixelTile& tile) const {
  for (std::size_t pixel = 0; pixel < tile.groups; ++pixel) {
    std::int64_t waiting = 0, all = 0;
    for (int c = slab.first; c < slab.end; c += config_.kernels_per_cycle) {
      for (int i = c; i < std::min(c + config_.kernels_per_cycle, slab.end); ++i) {
        const int channel = round.first_channel + i;
        const auto* const active = windows.masks(static_cast<std::size_t>(channel));
        const auto left = weight_mask(filter, i) & active[tile.first_group + pixel];
        const auto pairs = std::popcount(static_cast<std::uint16_t>(left));
        waiting += pairs;
        all += pairs;
      }
      waiting -= std::min<std::int64_t>(waiting, config_.lanes);
      ++work.slots;
    }
    work.slots += sim::quotient_up<std::int64_t>(waiting, config_.lanes);
    work.lane_slots += all;
  }
}

}  // namespace arch::pcnn
