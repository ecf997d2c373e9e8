// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/timeline.h"

#include <algorithm>

namespace sim::fabric {

std::size_t Timeline::track(const std::string& block) {
  const auto [found, is_new] = numbers_.emplace(block, tracks_.size());
  if (is_new) tracks_.push_back({block, {}, {}, {}});
  return found->second;
}

TimeSpan Timeline::within_window(TimeSpan span) const {
  return {std::max(from_, span.begin + offset_), std::min(to_, span.end + offset_)};
}

void Timeline::add_wait(std::size_t track, const Stall& reason, TimeSpan span,
                        const std::optional<TimelineOrigin>& ended_by) {
  const auto seen = within_window(span);
  if (seen.begin >= seen.end) return;
  auto& [block, reasons, waits, lives] = tracks_[track];
  const std::pair key(reason.cause, reason.by);
  const auto found = std::find(reasons.begin(), reasons.end(), key);
  const auto number = static_cast<std::size_t>(found - reasons.begin());
  if (found == reasons.end()) reasons.push_back(key);
  waits.push_back({seen, number, ended_by});
  if (ended_by) waits.back().ended_by->time += offset_;
}

void Timeline::add_life(std::size_t track, Time end) {
  const auto seen = within_window({Time{0}, end});
  if (seen.begin < seen.end) tracks_[track].lives.push_back(seen);
}

}  // namespace sim::fabric
