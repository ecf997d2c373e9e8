// SPDX-License-Identifier: Apache-2.0
// What the machine is built of, as the rows of ISAAC's Table I, and what happened in it.
#pragma once

#include "arch/memristor/plan.h"
#include "sim/ledger/ledger.h"

namespace arch::memristor {

/// Events, of all instances together.
struct Counts {
  std::int64_t cells = 0;                          ///< read in arrays
  std::int64_t drives = 0;                         ///< of a row by its DAC
  std::int64_t conversions = 0;                    ///< of columns
  std::int64_t sums = 0;                           ///< merged by the tiles' shift-and-add
  std::int64_t outputs = 0;                        ///< through output register and sigmoid
  std::int64_t pooled = 0;                         ///< outputs through max-pool
  std::int64_t edram_reads = 0, edram_writes = 0;  ///< words
  std::int64_t bus_bits = 0;
  std::int64_t flits = 0;   ///< through routers
  std::int64_t pulses = 0;  ///< of programming, of one cell each

  Counts& operator+=(const Counts& other);
};

/// How many there are of the boxes.
struct Boxes {
  std::int64_t chips = 0, tiles = 0, units = 0;
};

/// Of some whole chips.
Boxes boxes_of(const Config& config, int chips);

sim::ledger::Ledger take_inventory(const Config& config, const Boxes& boxes,
                                   const Counts& counts = {});

/// What a layer counted for `rounds` of its vectors.
Counts counts_of(const Config& config, const LayerWork& work, const LayerPlan& plan, bool pools,
                 std::int64_t vectors, std::int64_t rounds);

/// Multiplications of whole weights and inputs that units do in a cycle; of a multi-cycle read the
/// average.
double mac_slots(const Config& config, std::int64_t units);

/// What happens in `cycles` cycles when everything works all the time: its price is the power that
/// a table of components adds up.
Counts full_load(const Config& config, const Boxes& boxes, std::int64_t cycles);

}  // namespace arch::memristor
