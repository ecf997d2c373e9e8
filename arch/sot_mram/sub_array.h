// SPDX-License-Identifier: Apache-2.0
// A computational sub-array with its bit counter, shifter and accumulator: the box that IMCE's and
// its successors' figures repeat in every mat.
//
// For each of its tiles the resident items are written; then, burst by burst, items of the other
// operand are written and meet all resident ones. Per cycle: a row arrives on the bank's bus
// and is written behind it (several cycles), or two rows are activated and their columns sensed (a
// pass); the bit counter, shifter and accumulator behind take a pass per activation, and never hold
// it up. Rows cannot be written while others are sensed. What does not fit its memory bank is
// fetched from DRAM first.
// Not modelled: the addresses' way; decoders' set-up between reading and writing.
#pragma once

#include <vector>

#include "arch/sot_mram/inventory.h"
#include "arch/sot_mram/mapper.h"
#include "arch/sot_mram/messages.h"
#include "arch/sot_mram/output_sums.h"
#include "sim/fabric/arbiter.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"

namespace arch::sot_mram {

/// A resource and the number under which a sub-array asks for it.
struct Shared {
  sim::fabric::Arbiter& arbiter;
  std::size_t client;
};

class SubArray : public sim::fabric::Process {
 public:
  /// Works on those tiles of the mapping whose position is `position`. `phase_end` is used by
  /// machines without double buffering, by all sub-arrays together, `phases` times.
  SubArray(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
           std::size_t position, Shared bus, Shared dram, sim::fabric::Barrier& phase_end,
           OutputSums& outputs);

  sim::fabric::Out<PartialSums> sums{*this};

  const SubArrayCounts& counts() const { return counts_; }
  /// Bursts of all of its tiles.
  std::size_t bursts() const;
  /// As many as any sub-array has; to be told before the run.
  void set_phases(std::size_t phases) { phases_ = phases; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour write(const Tile& tile, Operand what, Items items);
  void count_resident_rows(const Tile& tile);
  sim::fabric::Behaviour end_phase();
  sim::Cycles transfer_cycles(const Tile& tile) const;
  sim::Cycles write_rows(const Tile& tile, Operand what, const OperandPlanes& operand, Items items);
  sim::Cycles passes(const Tile& tile, Items burst);
  void compute(const Tile& tile, Items burst);
  PartialSums finished(const Tile& tile, Items burst) const;

  const Config& config_;
  const Mapping& mapping_;
  std::vector<const Tile*> tiles_;
  Shared bus_, dram_;
  sim::fabric::Barrier& phase_end_;
  OutputSums& outputs_;
  std::size_t phases_ = 0;
  sim::Cycles resident_rows_ = 0;  ///< of the present tile, that are activated
  SubArrayCounts counts_;
};

}  // namespace arch::sot_mram
