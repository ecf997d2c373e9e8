// SPDX-License-Identifier: Apache-2.0
// Simulated time to and from SystemC's, whose resolution is one picosecond. Includes SystemC: for
// the .cpp files of this folder only.
#pragma once

#include <systemc>

#include "sim/base/time.h"

namespace sim::fabric {

inline sc_core::sc_time to_systemc(Time t) {
  return sc_core::sc_time::from_value(static_cast<std::uint64_t>(t.count()));
}

inline Time from_systemc(const sc_core::sc_time& t) {
  return Time{static_cast<std::int64_t>(t.value())};
}

}  // namespace sim::fabric
