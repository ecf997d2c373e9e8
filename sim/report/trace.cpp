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

// Both viewers know nothing shorter than a nanosecond: they round what begins and how long it
// takes, each by itself, and then drop or nest slices that seem to overlap. So a cycle is a
// microsecond to them, and what is no whole number of cycles is rounded here, begins and ends
// alike.
class Scale {
 public:
  explicit Scale(Time cycle) : cycle_(cycle.count()) {}

  std::int64_t thousandths(Time t) const {
    const auto cycles = t.count() / cycle_, rest = t.count() % cycle_;
    return 1000 * cycles + (1000 * rest + cycle_ / 2) / cycle_;
  }

 private:
  std::int64_t cycle_;
};

std::string cycles_text(std::int64_t thousandths) {
  if (thousandths % 1000 == 0) return std::to_string(thousandths / 1000);
  return fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
}

// Numbers of a layer and its blocks as Perfetto wants them: a thread 0 is none to it and gets the
// number of its process, which may be another thread's; the thread with its process's number stands
// first; and the others in the order of their numbers.
struct Ids {
  std::size_t process, thread;
};

Ids ids_of(std::size_t layer, std::size_t block) {
  return {layer + 1, 10000 * (layer + 1) + block};
}

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

// Colours by the names that Chrome's viewer reserves, which fails on others; Perfetto takes its
// own. A sleeping thread's is that of its background.
const char* colour_of(const Slice& slice) {
  if (!slice.waits) return "thread_state_running";
  switch (slice.waits->first) {
    case fabric::Cause::starved:
      return "thread_state_runnable";
    case fabric::Cause::blocked:
      return "thread_state_uninterruptible";
    case fabric::Cause::held:
      return "generic_work";
    case fabric::Cause::arbitrated:
      return "thread_state_iowait";
  }
  return "black";
}

std::string slice_event(Ids ids, const Scale& scale, const Slice& slice) {
  const std::string category = slice.waits ? name_of(slice.waits->first) : "busy";
  const auto name = slice.waits
                        ? category + (slice.waits->first == fabric::Cause::held ? " at " : " by ") +
                              slice.waits->second
                        : category;
  const auto begin = scale.thousandths(slice.begin), end = scale.thousandths(slice.end);
  return fmt::format(
      R"({{"ph":"X","pid":{},"tid":{},"ts":{},"dur":{},"name":{},"cat":"{}","cname":"{}"}},)"
      "\n",
      ids.process, ids.thread, cycles_text(begin), cycles_text(end - begin), quoted(name), category,
      colour_of(slice));
}

// What a "process" or a "thread" is called, and its place among the others.
std::string name_events(const char* what, Ids ids, const std::string& name, std::size_t place) {
  const auto event = [&](const char* property, const char* key, const std::string& value) {
    return fmt::format(R"({{"ph":"M","pid":{},"tid":{},"name":"{}_{}","args":{{"{}":{}}}}},)"
                       "\n",
                       ids.process, ids.thread, what, property, key, value);
  };
  return event("name", "name", quoted(name)) +
         event("sort_index", "sort_index", std::to_string(place));
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

std::string trace_events(std::size_t number, const std::string& layer, Time cycle,
                         const fabric::Timeline& timeline) {
  const Scale scale(cycle);
  const auto unit =
      fmt::format(" (us = cycles of {} ns)", static_cast<double>(cycle.count()) / 1000);
  auto text = name_events("process", ids_of(number, 0), layer + unit, number);
  for (std::size_t block = 0; block < timeline.tracks().size(); ++block) {
    const auto& track = timeline.tracks()[block];
    const auto ids = ids_of(number, block);
    text += name_events("thread", ids, track.block, block);
    for (const auto& slice : slices_of(track)) text += slice_event(ids, scale, slice);
  }
  return text;
}

// Without "displayTimeUnit": of any other unit than its own, Chrome's viewer says that the trace
// may be unusable.
std::string to_trace(const std::vector<std::string>& events) {
  std::string text = "{\"traceEvents\":[\n";
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
