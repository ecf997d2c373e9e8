// SPDX-License-Identifier: Apache-2.0
// What all worker processes share: how they begin, answer, and end.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

#include "sim/explore/workers.h"

namespace sim::explore {

/// Makes a pipe. Fault if the system gives none.
struct Pipe {
  Pipe();
  int out, in;  ///< the ends to read from and to write to
};

/// A forked child that runs `life` and ends; it dies with its parent. Fault if there is none.
pid_t forked(const std::function<void()>& life);

/// Whether all was written.
bool write_all(int pipe, const std::string& text);

/// What a worker says to one job: an answer, or why there is none. Nothing leaves by exception.
std::string said(const std::function<std::string(std::size_t)>& work, std::size_t job);
/// What that means.
Outcome heard(const std::string& text);

/// How a process ended, in words: "its worker ended with exit code 1". Empty if that is 0.
struct End {
  std::string text;
  bool killed = false;  ///< by SIGKILL
};
/// Waits for it.
End end_of(pid_t process);

}  // namespace sim::explore
