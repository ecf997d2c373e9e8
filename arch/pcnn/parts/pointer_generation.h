// SPDX-License-Identifier: Apache-2.0
// SPM decoder, sparsity I/O and pointer generation, as far as they cost time: the slots that the
// kernels of a slab take for a tile.
//
// The decoder turns a code into a mask of weights; with skipping, the mask of activations is
// applied to it; one pointer pair (weight, activation) leaves per slot.
// Lanes over pixels: a kernel takes a slot per remaining position for every group of pixels, and at
// least one, in which its code is decoded; a position is skipped only if it is 0 for the whole
// group. Lanes over non-zeros: as many pairs per cycle as there are lanes, over the borders of
// kernels, for one pixel after the other; the pairs wait in a queue behind the decoder, which takes
// a few codes per cycle; a slab's last pairs are not mixed with the next slab's.
// In both, the banks of weights and codes must deliver: once for the slab if kernels stay for all
// groups of pixels, else for every group (or pixel) anew.
// Not modelled: the length of the queue behind the decoder.
#pragma once

#include "arch/pcnn/mapper.h"
#include "arch/pcnn/parts/windows.h"

namespace arch::pcnn {

/// What a slab of one filter takes for one tile.
struct SlabWork {
  sim::Cycles cycles = 0;
  std::int64_t slots = 0;       ///< cycles in which pointers were made
  std::int64_t lane_slots = 0;  ///< multiplications, by zero included
  std::int64_t decoded = 0;     ///< codes
  std::int64_t weight_reads = 0, code_reads = 0;
  std::int64_t weights = 0;        ///< that passed from the bank to the registers
  std::int64_t accumulations = 0;  ///< sums fetched and written back
};

class PointerGeneration {
 public:
  PointerGeneration(const Config& config, const Mapping& mapping)
      : config_(config), mapping_(mapping), skips_(config.skips() && mapping.kernels.by_pattern) {}

  /// `filter` is of the layer; the windows of the tile's pass are selected if masks are needed.
  /// Valid until the next call.
  const SlabWork& work(const Windows& windows, const Round& round, int filter, const Slab& slab,
                       const PixelTile& tile);

 private:
  SlabWork work_of(const Windows& windows, const Round& round, int filter, const Slab& slab,
                   const PixelTile& tile) const;
  void count_reads(SlabWork& work, const Slab& slab, const PixelTile& tile) const;
  void by_pixels(SlabWork& work, const Slab& slab, const PixelTile& tile) const;
  void by_nonzeros(SlabWork& work, const Slab& slab, const PixelTile& tile) const;
  void skip_by_pixels(SlabWork& work, const Windows& windows, const Round& round, int filter,
                      const Slab& slab, const PixelTile& tile) const;
  void skip_by_nonzeros(SlabWork& work, const Windows& windows, const Round& round, int filter,
                        const Slab& slab, const PixelTile& tile) const;
  std::uint16_t weight_mask(int filter, int channel) const;

  const Config& config_;
  const Mapping& mapping_;
  bool skips_;
  SlabWork last_;  ///< for so many channels and pixels; without skipping, the same for all filters
  int last_channels_ = 0;
  std::int64_t last_pixels_ = 0;
};

}  // namespace arch::pcnn
