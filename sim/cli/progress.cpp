// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/progress.h"

#include <algorithm>
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

std::size_t worker_count(std::size_t jobs) {
  return jobs > 0 ? jobs : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace sim::cli
