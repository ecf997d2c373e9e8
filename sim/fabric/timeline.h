// SPDX-License-Identifier: Apache-2.0
// When every block waited, and for what: recorded only where somebody asks for it, because it takes
// time and memory. Between its waits a block works, until it ends.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/time.h"
#include "sim/fabric/stall.h"

namespace sim::fabric {

struct TimeSpan {
  Time begin{0};
  Time end{0};
  bool operator==(const TimeSpan&) const = default;
};

/// What ended a wait: a block's doing at some time.
struct TimelineOrigin {
  std::size_t track = 0;
  Time time{0};
};

/// A block did nothing.
struct WaitSpan {
  TimeSpan span;
  std::size_t reason = 0;                  ///< in Track::reasons
  std::optional<TimelineOrigin> ended_by;  ///< unless no single block did
};

/// One block's time.
struct Track {
  std::string block;
  std::vector<std::pair<Cause, std::string>> reasons;  ///< cause, and channel or barrier or arbiter
  std::vector<WaitSpan> waits;                         ///< in order, none empty
  std::vector<TimeSpan> lives;  ///< from the begin to the end of each simulation
};

/// The tracks of a simulation, or of several that follow each other on blocks of the same names.
class Timeline {
 public:
  /// Records waits that touch the window [from, to).
  explicit Timeline(Time from = Time{0}, Time to = Time::max()) : from_(from), to_(to) {}

  const std::vector<Track>& tracks() const { return tracks_; }
  Time from() const { return from_; }
  Time to() const { return to_; }

  // For the simulation and its processes; times are those of the simulation.
  /// The number of the block's track.
  std::size_t track(const std::string& block);
  void add_wait(std::size_t track, const Stall& reason, TimeSpan span,
                const std::optional<TimelineOrigin>& ended_by);
  void add_life(std::size_t track, Time end);
  /// The next simulation begins where the last one ended.
  void end_simulation(Time end) { offset_ += end; }

 private:
  TimeSpan within_window(TimeSpan span) const;

  Time from_, to_;
  Time offset_{0};
  std::vector<Track> tracks_;
  std::map<std::string, std::size_t> numbers_;  ///< of tracks, by block
};

}  // namespace sim::fabric
