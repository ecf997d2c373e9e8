// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

namespace sim::cli {

std::function<void(std::size_t, std::size_t)> progress_line(bool wanted, std::string what) {
  if (!wanted) return [](std::size_t, std::size_t) {};
  return [what = std::move(what)](std::size_t finished, std::size_t total) {
    if (finished < total) {
      std::fprintf(stderr, "\r%s: %zu of %zu", what.c_str(), finished, total);
    } else {
      std::fprintf(stderr, "\r\033[K");
    }
    std::fflush(stderr);
  };
}

namespace {

using explore::sweep::Progress;

constexpr const char* wipe = "\r\033[K";

// "90 s", "25 min", "3.5 h".
std::string duration_text(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} s", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

// A bar before the text, as wide as there is room for; a line that were broken could not be wiped.
std::string line_of(const Progress& progress, const std::string& text, std::size_t columns) {
  constexpr std::size_t widest = 30, narrowest = 10;
  const auto used = text.size() + 4;  // brackets, a blank, and the place of the cursor
  const auto width = std::min(widest, columns - std::min(columns, used));
  if (width < narrowest) return text.substr(0, columns - 1);
  const auto done = progress.total == 0 ? width : width * progress.finished / progress.total;
  return '[' + std::string(done, '#') + std::string(width - done, '.') + "] " + text;
}

std::size_t terminal_columns() {
  constexpr std::size_t usual = 80;
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return size.ws_col;
}

}  // namespace

std::string progress_text(const Progress& progress, std::size_t before, double seconds) {
  const auto [finished, total, failed] = progress;
  auto text = fmt::format("{} of {} points", finished, total);
  if (finished > before && seconds > 0) {
    const auto rate = static_cast<double>(finished - before) / seconds;
    text += fmt::format(", {:.{}f}/s, {} left", rate, rate < 10 ? 1 : 0,
                        duration_text(static_cast<double>(total - finished) / rate));
  }
  return failed > 0 ? text + fmt::format(", {} failed", failed) : text;
}

std::string SweepProgress::after(const Progress& progress, Time now, std::size_t columns) {
  if (!beginning_) {
    beginning_ = {now, progress.finished};
    shown_ = now;
  }
  if (progress.finished == progress.total) return visible_ ? wipe : "";
  if (now - shown_ < std::chrono::milliseconds(columns > 0 ? 100 : 30000)) return "";
  shown_ = now;
  const auto seconds = std::chrono::duration<double>(now - beginning_->time).count();
  const auto text = progress_text(progress, beginning_->finished, seconds);
  if (columns == 0) return text + '\n';
  visible_ = true;
  return wipe + line_of(progress, text, columns);
}

std::function<void(const Progress&)> sweep_progress(bool terminal) {
  return [terminal, shown = SweepProgress()](const Progress& progress) mutable {
    const auto now = std::chrono::steady_clock::now();
    const auto text = shown.after(progress, now, terminal ? terminal_columns() : 0);
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
  };
}

std::size_t worker_count(std::size_t jobs) {
  return jobs > 0 ? jobs : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace sim::cli
