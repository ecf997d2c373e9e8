// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/progress.h"

#include <fmt/format.h>

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

// The beginning of a sweep, and when it was last shown.
class SweepProgress {
 public:
  explicit SweepProgress(bool terminal) : terminal_(terminal) {}

  void operator()(const explore::sweep::Progress& progress) {
    if (first_ == 0) first_ = std::max<std::size_t>(1, progress.finished);
    const auto now = Clock::now();
    const bool ended = progress.finished == progress.total;
    const auto pause = std::chrono::milliseconds(terminal_ ? 100 : 30000);
    if (now - shown_ < pause && !ended) return;
    shown_ = now;
    if (ended && terminal_) return wipe();
    if (ended) return;
    const auto text = line(progress, std::chrono::duration<double>(now - begun_).count());
    std::fprintf(stderr, terminal_ ? "\r\033[K%s" : "%s\n", text.c_str());
    std::fflush(stderr);
  }

 private:
  using Clock = std::chrono::steady_clock;

  static void wipe() {
    std::fprintf(stderr, "\r\033[K");
    std::fflush(stderr);
  }

  // What was finished at the beginning says nothing about the rate.
  std::string line(const explore::sweep::Progress& progress, double seconds) const {
    const auto [finished, total, failed] = progress;
    auto text = fmt::format("{} of {} points", finished, total);
    if (terminal_) {
      constexpr std::size_t width = 30;
      const auto done = width * finished / total;
      text = '[' + std::string(done, '#') + std::string(width - done, '.') + "] " + text;
    }
    const auto rate = static_cast<double>(finished - std::min(finished, first_)) / seconds;
    if (rate > 0) {
      text += fmt::format(", {:.{}f}/s, {:.0f} s left", rate, rate < 10 ? 1 : 0,
                          static_cast<double>(total - finished) / rate);
    }
    return failed > 0 ? text + fmt::format(", {} failed", failed) : text;
  }

  bool terminal_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point shown_ = begun_;
  std::size_t first_ = 0;
};

}  // namespace

std::function<void(const explore::sweep::Progress&)> sweep_progress(bool terminal) {
  return SweepProgress(terminal);
}

std::size_t worker_count(std::size_t jobs) {
  return jobs > 0 ? jobs : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace sim::cli
