// SPDX-License-Identifier: Apache-2.0
// The digital side of a macro: adds the values of its converters up to partial sums, shifted by the
// digits of weights and inputs for which they stand.
//
// Per cycle: the values of one tile. When a pixel's partial sums of a round are complete, they go
// to the output buffer. Not modelled: the width of the adders (sums are as wide as need be).
#pragma once

#include <vector>

#include "arch/cap_ram/messages.h"
#include "sim/fabric/channel.h"

namespace arch::cap_ram {

class ShiftAndAdd : public sim::fabric::Process {
 public:
  /// Adds to `totals`, which has one for each output of each image, in units of the mapping's
  /// scale; others add to it, too, and nobody reads it before the end.
  ShiftAndAdd(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
              int macro, std::size_t images, std::vector<std::int64_t>& totals);

  sim::fabric::In<Converted> converted{*this};
  sim::fabric::Out<PartialSums> finished{*this};

  /// Values added.
  std::int64_t additions() const { return additions_; }

 private:
  sim::fabric::Behaviour run() override;
  void add(const Converted& values);

  const Mapping& mapping_;
  std::size_t macro_;
  std::size_t images_;
  std::vector<std::int64_t>& totals_;
  std::int64_t additions_ = 0;
};

/// Filters for which a macro makes partial sums in a round.
int filters_of(const Mapping& mapping, const Round& round, std::size_t macro);

}  // namespace arch::cap_ram
