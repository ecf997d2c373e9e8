// SPDX-License-Identifier: Apache-2.0
// Time lines as files that others open: Chrome's trace format (Perfetto, chrome://tracing) and a
// value change dump (GTKWave).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/fabric/timeline.h"

namespace sim::report {

/// Events of one layer as lines that end in commas: a track per block, a slice for every time in
/// which it was busy or waited. Viewers count in microseconds and round to a thousandth of one: a
/// microsecond stands for a cycle of `cycle`, which the layer's name says. `number` tells layers of
/// one file apart.
std::string trace_events(std::size_t number, const std::string& layer, Time cycle,
                         const fabric::Timeline& timeline);

/// A whole file, from the events of all layers.
std::string to_trace(const std::vector<std::string>& events);

/// A value change dump in picoseconds with a word of three bits per block: 0 ended or not yet
/// begun, 1 busy, 2 starved, 3 blocked, 4 held at a barrier, 5 waits for an arbiter.
std::string to_waveform(const std::string& layer, const fabric::Timeline& timeline);

}  // namespace sim::report
