// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/critical_path.h"

#include <algorithm>

namespace sim::fabric {
namespace {

// The block that ended last, and when; of equal ones the first by name.
std::size_t last_to_end(const std::vector<Track>& tracks, Time before) {
  std::size_t last = tracks.size();
  Time latest{-1};
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    for (const auto& life : tracks[i].lives) {
      if (life.end > before || life.end < latest) continue;
      if (life.end == latest && tracks[last].block <= tracks[i].block) continue;
      last = i;
      latest = life.end;
    }
  }
  return last;
}

class Walk {
 public:
  explicit Walk(const std::vector<Track>& tracks) : tracks_(tracks) {}

  std::vector<PathStep> back_from_the_end() {
    block_ = last_to_end(tracks_, Time::max());
    if (block_ == tracks_.size()) return {};
    now_ = tracks_[block_].lives.back().end;
    while (now_ > Time{0}) step();
    std::reverse(path_.begin(), path_.end());
    return std::move(path_);
  }

 private:
  void step() {
    const auto& track = tracks_[block_];
    const auto begin = life_begin(track);
    const auto after =
        std::upper_bound(track.waits.begin(), track.waits.end(), now_,
                         [](Time t, const WaitSpan& wait) { return t < wait.span.end; });
    if (after == track.waits.begin() || std::prev(after)->span.begin < begin) {
      add(PathStep::Kind::work, 0, begin);
      if (now_ > Time{0}) block_ = last_to_end(tracks_, now_);  // of the simulation before
      return;
    }
    const auto& wait = *std::prev(after);
    add(PathStep::Kind::work, 0, wait.span.end);
    if (wait.ended_by) {
      add(PathStep::Kind::passage, wait.reason, wait.ended_by->time);
      block_ = wait.ended_by->track;
    } else {
      add(PathStep::Kind::waiting, wait.reason, wait.span.begin);
    }
  }

  void add(PathStep::Kind kind, std::size_t reason, Time begin) {
    if (begin < now_) path_.push_back({kind, block_, reason, {begin, now_}});
    now_ = begin;
  }

  // Of the simulation that the present time is in.
  Time life_begin(const Track& track) const {
    for (const auto& life : track.lives) {
      if (life.begin < now_ && now_ <= life.end) return life.begin;
    }
    return Time{0};
  }

  const std::vector<Track>& tracks_;
  std::vector<PathStep> path_;
  std::size_t block_ = 0;
  Time now_{0};
};

}  // namespace

std::vector<PathStep> critical_path(const Timeline& timeline) {
  return Walk(timeline.tracks()).back_from_the_end();
}

}  // namespace sim::fabric
