// SPDX-License-Identifier: Apache-2.0
// Processing element: bank of weights, bank of codes, SPM decoder, sparsity I/O, pointer
// generation, multiply-accumulate lanes. It works on one filter of a round, tile by tile; its sums
// stay in the accumulators until all input channels have passed.
//
// Per cycle: one weight of a kernel for as many pixels as there are lanes, or as many weights of
// the packed stream for one pixel. A slab starts when all of it is in the activation buffer, and
// leaves it when it is done. At the end of a tile all PEs meet at a barrier, since they share the
// order of patches; then the sets of accumulators are swapped, and the output stage drains the one
// behind the pipeline. Kernels that stay leave the bank with the last tile of a pass.
// Not modelled: conflicts of the loader's writes with reads (a bank's other half); sums wider than
// the accumulators, which are exact.
#pragma once

#include <vector>

#include "arch/pcnn/inventory.h"
#include "arch/pcnn/mapper.h"
#include "arch/pcnn/messages.h"
#include "arch/pcnn/parts/filter_sums.h"
#include "arch/pcnn/parts/pointer_generation.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"

namespace arch::pcnn {

/// What all PEs compute with, one after the other: it is the same for all of them, or has no state.
struct SharedParts {
  SharedParts(const Config& config, const Mapping& mapping, const sim::workload::Vectors& images,
              bool values)
      : windows(config, mapping, images),
        pointers(config, mapping),
        filter_sums(config, mapping, values) {}

  Windows windows;
  PointerGeneration pointers;
  FilterSums filter_sums;
};

class ProcessingElement : public sim::fabric::Process {
 public:
  ProcessingElement(sim::fabric::Simulation& simulation, const Config& config, int number,
                    const Mapping& mapping, std::size_t images, SharedParts& parts,
                    sim::fabric::Barrier& tile_end);

  sim::fabric::In<LoadedPortion> portions{*this};
  sim::fabric::In<Patches> patches{*this};
  sim::fabric::In<FreeAccumulators> free_accumulators{*this};
  sim::fabric::Out<FinishedTile> finished{*this};

  /// The sums of this PE's filters in the order (image, pass, round), each of the pixels of its
  /// pass, tile by tile; none without values.
  const std::vector<std::int64_t>& sums() const { return sums_; }
  const PeCounts& counts() const { return counts_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour accumulate(const Round& round, const PixelTile& tile, bool last);
  sim::Cycles work(const Round& round, const PixelTile& tile, const Slab& slab);
  void add_up(const Round& round);

  const Config& config_;
  int number_;
  const Mapping& mapping_;
  std::size_t images_;
  SharedParts& parts_;
  sim::fabric::Barrier& tile_end_;
  int tiles_begun_ = 0;
  std::vector<std::int64_t> sums_;
  PeCounts counts_;
};

}  // namespace arch::pcnn
