// SPDX-License-Identifier: Apache-2.0
// The output buffer: takes the macros' partial sums, adds those of further segments and rounds to
// what it holds, and scales what is complete.
//
// Per cycle: as many partial sums as its port takes, pixel by pixel, when all macros have theirs.
// Not modelled: where outputs go afterwards; the width of the sums.
#pragma once

#include <deque>
#include <vector>

#include "arch/cap_ram/messages.h"
#include "sim/fabric/channel.h"

namespace arch::cap_ram {

class OutputUnit : public sim::fabric::Process {
 public:
  OutputUnit(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
             std::size_t images);
  /// Pixels' partial sums of a macro, of which one is taken while the next one comes.
  static constexpr std::size_t waiting = 2;

  std::deque<sim::fabric::In<PartialSums>> finished;  ///< by macro

  /// When the outputs of each image were complete.
  const std::vector<sim::Time>& image_ends() const { return image_ends_; }
  /// Partial sums written.
  std::int64_t written() const { return written_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour take(const Round& round);

  const Config& config_;
  const Mapping& mapping_;
  std::size_t images_;
  std::vector<sim::Time> image_ends_;
  std::int64_t written_ = 0;
};

}  // namespace arch::cap_ram
