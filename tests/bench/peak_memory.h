// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>

/// The most memory that this process has had so far, in MB.
inline double peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}
