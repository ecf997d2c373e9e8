// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/trace_file.h"

#include <charconv>
#include <fstream>
#include <sstream>

#include "sim/cli/files.h"
#include "sim/report/trace.h"

namespace sim::cli {
namespace {

// A whole number, all of the text.
bool parse(std::string_view text, Cycles& value) {
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end && value >= 0;
}

}  // namespace

explore::CycleWindow parsed_window(const std::string& text, Problems& problems) {
  explore::CycleWindow window;
  if (text.empty()) return window;
  const auto dash = text.find('-');
  const std::string_view all(text);
  if (dash == text.npos || !parse(all.substr(0, dash), window.from) ||
      !parse(all.substr(dash + 1), window.to) || window.from >= window.to) {
    problems.add({"--trace-cycles", 0, 0, ""},
                 "must be FROM-TO, two whole numbers of which the second is larger, such as "
                 "0-1000; got \"" +
                     text + '"');
    return {};
  }
  return window;
}

TraceFile::TraceFile(std::filesystem::path file, std::size_t jobs)
    : file_(std::move(file)), jobs_(jobs) {
  if (file_.empty()) return;
  if (file_.extension() != ".json" && file_.extension() != ".vcd") {
    throw about_file("--trace",
                     "the file must end in .json (a trace for Perfetto) or in "
                     ".vcd (a waveform for GTKWave); got \"" +
                         file_.string() + '"');
  }
  if (file_.extension() == ".vcd" && jobs_ != 1) {
    throw about_file("--trace", "a waveform is of one layer: choose it with --layer");
  }
  write_file(file_, "");
}

std::filesystem::path TraceFile::part(std::size_t number) const {
  return file_.string() + ".part" + std::to_string(number);
}

void TraceFile::keep(std::size_t number, const std::string& layer, Time cycle,
                     const fabric::Timeline& timeline) const {
  const bool waveform = file_.extension() == ".vcd";
  write_file(part(number), waveform ? report::to_waveform(layer, timeline)
                                    : report::trace_events(number, layer, cycle, timeline));
}

void TraceFile::put_together() const {
  if (!wanted()) return;
  std::vector<std::string> parts;
  for (std::size_t number = 0; number < jobs_; ++number) {
    std::ifstream stream(part(number), std::ios::binary);
    if (!stream) continue;  // the layer failed, or runs within another's job
    parts.push_back((std::ostringstream() << stream.rdbuf()).str());
    std::filesystem::remove(part(number));
  }
  if (file_.extension() == ".json") {
    write_file(file_, report::to_trace(parts));
  } else if (!parts.empty()) {
    write_file(file_, parts.front());
  }
}

}  // namespace sim::cli
