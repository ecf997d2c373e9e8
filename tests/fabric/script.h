// SPDX-License-Identifier: Apache-2.0
// A process whose behaviour is a lambda of the test.
#pragma once

#include <functional>
#include <string>

#include "sim/fabric/process.h"

namespace sim::fabric::test {

/// Lets SystemC's time reach the local time, so that a look sees all that is visible by then.
class [[nodiscard]] CatchUp final : public Wait {
 public:
  explicit CatchUp(Process& process) : Wait(process) {}
  bool await_ready() { return attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
  void await_resume() const {}
  bool attempt() override { return process_.reach_in_systemc(process_.local_time()); }
  std::string describe() const override { return "SystemC's time"; }
};

class Script : public Process {
 public:
  Script(Simulation& simulation, std::string name, Time period = Time{1000})
      : Process(simulation, std::move(name), period) {}
  std::function<Behaviour()> behaviour;
  using Process::spend;
  CatchUp catch_up() { return CatchUp(*this); }
  /// Local time in cycles of this process.
  Cycles cycle() const { return local_time() / period(); }

 private:
  Behaviour run() override { return behaviour(); }
};

}  // namespace sim::fabric::test
