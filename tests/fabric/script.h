// SPDX-License-Identifier: Apache-2.0
// A process whose behaviour is a lambda of the test.
#pragma once

#include <functional>
#include <string>

#include "sim/fabric/process.h"

namespace sim::fabric::test {

class Script : public Process {
 public:
  Script(Simulation& simulation, std::string name, Time period = Time{1000})
      : Process(simulation, std::move(name), period) {}
  std::function<Behaviour()> behaviour;
  using Process::catch_up;
  using Process::spend;
  /// Local time in cycles of this process.
  Cycles cycle() const { return local_time() / period(); }

 private:
  Behaviour run() override { return behaviour(); }
};

}  // namespace sim::fabric::test
