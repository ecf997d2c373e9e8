// SPDX-License-Identifier: Apache-2.0
// A network of processes that run random programs over channels, broadcasts, arbiters, memories and
// barriers, and the log of everything that can be observed of it. What a process does depends on
// the values it received and on what it saw when it looked, so an error in time becomes an error
// everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/fabric/arbiter.h"

namespace sim::fabric::test {

/// One step of a program; which channel, how many cycles, follows from `argument`.
struct Step {
  std::uint8_t kind = 0;
  std::uint16_t argument = 0;
};

struct ProcessSpec {
  std::uint8_t clock = 0;
  std::vector<Step> program;
};

struct ChannelSpec {
  std::uint8_t writer = 0;
  std::uint8_t readers = 0;  ///< bit mask; the writer's own bit is ignored
  std::uint8_t depth = 0;
  std::uint8_t latency = 0;
};

struct ArbiterSpec {
  std::uint8_t clock = 0;
  std::uint8_t policy = 0;
  std::uint8_t servers = 0;
};

struct NetworkSpec {
  std::vector<ProcessSpec> processes;
  std::vector<ChannelSpec> channels;
  std::vector<ArbiterSpec> arbiters;
  bool barrier = false;
  bool recorded = true;  ///< with a time line
};

/// Everything observed: one line per step, stall account and final time of each process, and the
/// hang report if there was one.
struct Log {
  std::vector<std::vector<std::string>> lines;  ///< per process
  std::string hang;
  bool operator==(const Log&) const = default;
};

/// Runs the network; processes are constructed in the order of their number plus `rotation`.
Log run(const NetworkSpec& spec, Engine engine, std::size_t rotation = 0);

}  // namespace sim::fabric::test
