// SPDX-License-Identifier: Apache-2.0
// A second model of EIE's time, independent of arch/eie and of sim/fabric: it steps all blocks
// through every single cycle, with the queue semantics of the authors' simulator.
//   Leading non-zero detection: scans the rows of lanes; one broadcast per cycle, if no queue was
//   full at the beginning of the cycle; leaving a row costs a cycle unless its last lane was a hit.
//   Queue: a ring of which one slot stays free; an entry occupies its slot from the cycle of its
//   broadcast to the end of the cycle in which it is taken.
//   PE: takes an activation when the entries before are issued; one entry per cycle, an empty
//   column takes one; an issued entry is written when it has left the pipeline's last stage.
// The ends of rows, vectors and loads travel through the queues like activations, but the control
// unit sends them without a cycle of their own.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/eie/layer_case.h"

namespace arch::eie::test {

/// Cycles; of the PEs, the sums over all.
struct Timing {
  std::vector<std::int64_t> vector_ends;
  std::int64_t cycles = 0;
  std::int64_t control_busy = 0;
  std::int64_t control_blocked = 0;
  std::int64_t control_held = 0;
  std::int64_t pe_busy = 0;
  std::int64_t pe_starved = 0;
  std::int64_t pe_held = 0;

  bool operator==(const Timing&) const = default;
};

std::ostream& operator<<(std::ostream& os, const Timing& timing);

/// By the model of this file.
Timing step_by_step(const LayerCase& layer);

/// What the machine reported, in cycles.
Timing timing_of(const LayerRun& run);

}  // namespace arch::eie::test
