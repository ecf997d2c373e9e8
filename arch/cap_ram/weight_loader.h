// SPDX-License-Identifier: Apache-2.0
// Brings weights from DRAM and writes them to the macros as to any SRAM, all macros at the same
// time, a row of each per cycle: before the first round if that is counted, and, when a layer takes
// several rounds, before every further round of every image, as soon as all macros have drained.
//
// Per round: the cycles of its DRAM traffic, or of the macro with most rows if that is longer. Not
// modelled: the DRAM's latency; writing one plane while another one computes.
#pragma once

#include <deque>

#include "arch/cap_ram/messages.h"
#include "sim/fabric/channel.h"

namespace arch::cap_ram {

/// Whether this round of this image begins with a load that takes time.
bool loads(const Config& config, const Mapping& mapping, std::size_t image, std::size_t round);

class WeightLoader : public sim::fabric::Process {
 public:
  WeightLoader(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
               std::size_t images);

  sim::fabric::Out<Loaded> loaded{*this};
  std::deque<sim::fabric::In<Drained>> drained;  ///< by macro

  std::int64_t loads_done() const { return loads_done_; }
  sim::Time load_time() const { return load_time_; }
  std::int64_t rows_written() const { return rows_written_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour load(const Round& round);

  const Config& config_;
  const Mapping& mapping_;
  std::size_t images_;
  std::int64_t loads_done_ = 0;
  sim::Time load_time_{0};
  std::int64_t rows_written_ = 0;
};

}  // namespace arch::cap_ram
