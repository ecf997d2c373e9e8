// SPDX-License-Identifier: Apache-2.0
// Processor time between two points of the program, in seconds: what else the host is doing does
// not count. For single-threaded code.
#pragma once

#include <ctime>

namespace sim {

class Stopwatch {
 public:
  /// Seconds since the last lap, or since the start.
  double lap() {
    const auto now = seconds();
    const auto passed = now - last_;
    last_ = now;
    return passed;
  }

 private:
  static double seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }

  double last_ = seconds();
};

}  // namespace sim
