// SPDX-License-Identifier: Apache-2.0
// The account of the time that a block waited, by what it waited for.
#pragma once

#include <string>

#include "sim/base/time.h"

namespace sim::fabric {

/// Why a block did not work: its input was empty, its output full, others had not arrived at a
/// barrier, or an arbiter served somebody else.
enum class Cause { starved, blocked, held, arbitrated };

/// "starved", "blocked", "held" or "arbitrated".
const char* name_of(Cause cause);

/// One account of one block: how long it waited for one reason.
struct Stall {
  Cause cause;
  std::string by;  ///< name of the channel, barrier or arbiter
  Time time{0};
};

}  // namespace sim::fabric
