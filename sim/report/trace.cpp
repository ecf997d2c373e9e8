// SPDX-License-Identifier: Apache-2.0
#include "sim/report/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sim::report {
namespace {

using fabric::Track;

// What a block does from one moment to another.
struct Slice {
  Time begin{0}, end{0};
  const std::pair<fabric::Cause, std::string>* waits = nullptr;  ///< null: it is busy
};

// The waits of a block, and its work between them.
std::vector<Slice> slices_of(const Track& track) {
  std::vector<Slice> slices;
  auto wait = track.waits.begin();
  for (const auto& [begin, end] : track.lives) {
    auto now = begin;
    for (; wait != track.waits.end() && wait->span.begin < end; ++wait) {
      if (wait->span.begin > now) slices.push_back({now, wait->span.begin, nullptr});
      slices.push_back({wait->span.begin, wait->span.end, &track.reasons[wait->reason]});
      now = wait->span.end;
    }
    if (now < end) slices.push_back({now, end, nullptr});
  }
  return slices;
}

std::string microseconds(Time t) {
  return fmt::format("{}.{:06}", t.count() / 1000000, t.count() % 1000000);
}

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

// Colours by the names that Chrome's viewer reserves; Perfetto takes its own.
const char* colour_of(const Slice& slice) {
  if (!slice.waits) return "thread_state_running";
  switch (slice.waits->first) {
    case fabric::Cause::starved:
      return "thread_state_runnable";
    case fabric::Cause::blocked:
      return "thread_state_uninterruptible";
    case fabric::Cause::held:
      return "thread_state_sleeping";
    case fabric::Cause::arbitrated:
      return "thread_state_iowait";
  }
  return "grey";
}

std::string slice_event(std::size_t process, std::size_t thread, const Slice& slice) {
  const std::string category = slice.waits ? name_of(slice.waits->first) : "busy";
  const auto name = slice.waits
                        ? category + (slice.waits->first == fabric::Cause::held ? " at " : " by ") +
                              slice.waits->second
                        : category;
  return fmt::format(
      R"({{"ph":"X","pid":{},"tid":{},"ts":{},"dur":{},"name":{},"cat":"{}","cname":"{}"}},)"
      "\n",
      process, thread, microseconds(slice.begin), microseconds(slice.end - slice.begin),
      quoted(name), category, colour_of(slice));
}

std::string name_event(const char* what, std::size_t process, std::size_t thread,
                       const std::string& name) {
  return fmt::format(R"({{"ph":"M","pid":{},"tid":{},"name":"{}","args":{{"name":{}}}}},)"
                     "\n",
                     process, thread, what, quoted(name));
}

// Printable characters, as many as it takes.
std::string identifier(std::size_t number) {
  std::string text;
  do {
    text += static_cast<char>('!' + number % 94);
    number /= 94;
  } while (number > 0);
  return text;
}

int state_of(const Slice& slice) {
  return slice.waits ? 2 + static_cast<int>(slice.waits->first) : 1;
}

struct Change {
  Time when{0};
  std::size_t block = 0;
  int state = 0;
};

std::vector<Change> changes_of(const fabric::Timeline& timeline) {
  std::vector<Change> changes;
  for (std::size_t block = 0; block < timeline.tracks().size(); ++block) {
    Time now{-1};
    for (const auto& slice : slices_of(timeline.tracks()[block])) {
      if (now >= Time{0} && slice.begin > now) changes.push_back({now, block, 0});
      changes.push_back({slice.begin, block, state_of(slice)});
      now = slice.end;
    }
    if (now >= Time{0}) changes.push_back({now, block, 0});
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.when < b.when; });
  return changes;
}

}  // namespace

std::string trace_events(std::size_t number, const std::string& layer,
                         const fabric::Timeline& timeline) {
  auto text = name_event("process_name", number, 0, layer);
  for (std::size_t block = 0; block < timeline.tracks().size(); ++block) {
    const auto& track = timeline.tracks()[block];
    text += name_event("thread_name", number, block, track.block);
    for (const auto& slice : slices_of(track)) text += slice_event(number, block, slice);
  }
  return text;
}

std::string to_trace(const std::vector<std::string>& events) {
  std::string text = "{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n";
  for (const auto& layer : events) text += layer;
  if (text.ends_with(",\n")) text.resize(text.size() - 2);
  return text + "\n]}\n";
}

std::string to_waveform(const std::string& layer, const fabric::Timeline& timeline) {
  std::string text =
      "$comment nzsim: 0 ended or not begun, 1 busy, 2 starved, 3 blocked, 4 held at a barrier, "
      "5 waits for an arbiter $end\n$timescale 1ps $end\n$scope module " +
      layer + " $end\n";
  const auto& tracks = timeline.tracks();
  for (std::size_t block = 0; block < tracks.size(); ++block) {
    text += fmt::format("$var wire 3 {} {} $end\n", identifier(block), tracks[block].block);
  }
  text += "$upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n";
  for (std::size_t block = 0; block < tracks.size(); ++block) {
    text += fmt::format("b0 {}\n", identifier(block));
  }
  text += "$end\n";
  Time now{0};
  for (const auto& change : changes_of(timeline)) {
    if (change.when != now) text += fmt::format("#{}\n", change.when.count());
    now = change.when;
    text += fmt::format("b{:b} {}\n", change.state, identifier(change.block));
  }
  return text;
}

}  // namespace sim::report
