// SPDX-License-Identifier: Apache-2.0
// One SRAM macro (CAP-RAM, Fig. 2 as far as it is known): cells, MAC circuits, shared lines and
// converters, and the control that takes it through its phases.
//
// Per cycle: one tile, that is reset, select and drive, share, convert, one after the other, in all
// slices at once. A macro keeps the vector of its rows for all its tiles of that segment: its
// planes follow each other. A vector of a segment of which it holds no tile costs it nothing. With
// a sum that is held the conversion overlaps the next cycle, and its values come a cycle later.
// Not modelled: wake-up of slices that a layer does not use.
#pragma once

#include <vector>

#include "arch/cap_ram/messages.h"
#include "arch/cap_ram/parts/mac_slices.h"
#include "sim/fabric/channel.h"

namespace arch::cap_ram {

/// Cycles from the end of a product to its values, and conversions that may be on their way.
inline sim::Cycles conversion_latency(const Config& config) { return config.overlap ? 2 : 1; }
inline std::size_t conversions_on_the_way(const Config& config) {
  return static_cast<std::size_t>(conversion_latency(config)) + 1;
}

class Macro : public sim::fabric::Process {
 public:
  /// `seed` of the noise of this layer.
  Macro(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
        int number, std::size_t images, std::uint64_t seed, bool values);

  sim::fabric::In<InputVector> vectors{*this};
  sim::fabric::In<Loaded> loaded{*this};
  sim::fabric::Out<Drained> drained{*this};
  sim::fabric::Out<Converted> converted{*this};

  const SliceCounts& counts() const { return slices_.counts(); }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour compute(const Round& round);
  sim::fabric::Behaviour convert(std::size_t tile, const InputVector& vector);

  const Config& config_;
  const Mapping& mapping_;
  std::size_t number_;
  std::size_t images_;
  MacSlices slices_;
  std::vector<std::vector<std::int64_t>> values_;  ///< conversions on their way, in a ring
  std::size_t next_ = 0;                           ///< of the ring
};

}  // namespace arch::cap_ram
