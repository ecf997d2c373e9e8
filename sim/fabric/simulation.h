// SPDX-License-Identifier: Apache-2.0
// One run of a machine: owns the SystemC kernel, knows the processes and runs them to the end.
#pragma once

#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/base/time.h"

namespace sim::fabric {

class Process;
class Timeline;

/// decoupled: blocks run ahead on clocks of their own. lockstep: SystemC waits at every step.
/// Cycles, counts, stalls and outputs are identical.
enum class Engine { decoupled, lockstep };

/// A block failed: names the block and the time.
class BlockFault : public Fault {
 public:
  using Fault::Fault;
};

/// Nothing is left to run and somebody has not finished: says who waits for what, since when.
class Hang : public Fault {
 public:
  using Fault::Fault;
};

/// Calls back at a simulated time. Used by arbiters, which decide at the end of a cycle.
class Alarm {
 public:
  Alarm(class Simulation& simulation, const std::string& name, std::function<void()> ring);
  ~Alarm();
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  /// Rings at `t`, which is after SystemC's time; an alarm set before is forgotten.
  void set(Time t);

 private:
  struct Module;
  std::unique_ptr<Module> module_;
};

class Simulation {
 public:
  /// Makes a SystemC kernel of its own: simulations may follow each other in one program, but only
  /// one exists at a time. Everything built on it must be destroyed before it. `timeline` records
  /// the waits of all blocks.
  explicit Simulation(Engine engine, Timeline* timeline = nullptr);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  Engine engine() const { return engine_; }
  Timeline* timeline() const { return timeline_; }
  /// SystemC's time, as of the running activation.
  Time now() const { return now_; }
  /// Runs until every process has finished. Throws BlockFault or Hang.
  void run();
  /// The latest local time of any process.
  Time end_time() const;
  const std::vector<Process*>& processes() const { return processes_; }

 private:
  friend class Process;
  friend class Alarm;
  struct Kernel;
  void add(Process& process) { processes_.push_back(&process); }
  void remove(Process& process);
  void enter();
  void make_ready(Process& process) { ready_.push_back(&process); }
  void resume_ready();
  void fail(std::exception_ptr failure, const std::string& block, Time when);
  std::string who_waits() const;

  void end_timeline() const;

  Engine engine_;
  Timeline* timeline_;
  Time now_{0};
  std::vector<Process*> processes_;
  std::deque<Process*> ready_;  ///< woken by the running activation (decoupled engine)
  std::exception_ptr failure_;
  std::unique_ptr<Kernel> kernel_;
};

}  // namespace sim::fabric
