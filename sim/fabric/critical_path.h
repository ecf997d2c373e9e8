// SPDX-License-Identifier: Apache-2.0
// The chain of work and waiting that a simulation's time is made of: from the end backwards, a
// block's work, then what ended the wait before it, then the work of the block that did.
#pragma once

#include <string>
#include <vector>

#include "sim/fabric/timeline.h"

namespace sim::fabric {

/// A part of the chain. Parts follow each other without gaps, from the begin to the end.
struct PathStep {
  enum class Kind {
    work,     ///< of the block
    passage,  ///< through a channel or a barrier, from what another block did to this block's start
    waiting   ///< of the block, with no single other to blame: for an arbiter
  };
  Kind kind = Kind::work;
  std::size_t track = 0;   ///< of the block
  std::size_t reason = 0;  ///< of its wait, in Track::reasons
  TimeSpan span;
};

/// The chain, from time 0 on. The time line must have no window. Empty if nothing was simulated.
///
/// It is a chain of causes: no block on it could have done its part earlier than the part before
/// it ended. So whatever is done to shorten some parts, the time cannot become less than the sum of
/// the others, as long as these remain causes.
std::vector<PathStep> critical_path(const Timeline& timeline);

}  // namespace sim::fabric
