// SPDX-License-Identifier: Apache-2.0
// A block of the machine: a sequential process with a clock of its own. Behind it stands one
// SystemC module whose single SC_METHOD resumes the coroutine `run()`. In the decoupled engine, the
// blocks that it wakes thereby are resumed before the method returns: they belong to the same
// SystemC time, and the kernel need not be asked again.
//
// Decoupled engine: the process runs ahead of SystemC's time and gives control back only where it
// needs something that is not there yet. Lockstep engine: it gives control back at every step, and
// SystemC's time follows it. The code of the block is the same.
#pragma once

#include <coroutine>
#include <deque>
#include <exception>
#include <memory>
#include <string>

#include "sim/base/time.h"
#include "sim/fabric/behaviour.h"
#include "sim/fabric/simulation.h"
#include "sim/fabric/stall.h"

namespace sim::fabric {

class Process;

/// Something that a block waits for: tried at once, and again whenever the process is woken.
class Wait {
 public:
  /// Completes the wait and returns true, or arranges the next wake-up and returns false.
  virtual bool attempt() = 0;
  /// "an entry of channel activations", for the report of a hang.
  virtual std::string describe() const = 0;

 protected:
  explicit Wait(Process& process) : process_(process) {}
  ~Wait() = default;  // nobody owns a wait through this type
  void suspend(std::coroutine_handle<> coroutine);
  Process& process_;
};

/// What ended a wait: a process, and its time when it did.
struct Origin {
  const Process* process = nullptr;  ///< null: no single one
  Time time{0};
};

/// Moves the clock of the process by a span of its own work.
class [[nodiscard]] Spend {
 public:
  Spend(Process& process, Time span) : process_(process), span_(span) {}
  bool await_ready();
  void await_suspend(std::coroutine_handle<> coroutine);
  void await_resume() const {}

 private:
  Process& process_;
  Time span_;
};

/// The end of a span of work, where it must be waited for.
class WorkEnd final : public Wait {
 public:
  explicit WorkEnd(Process& process) : Wait(process) {}
  bool attempt() override;
  std::string describe() const override { return "the end of its own work"; }

 private:
  friend class Spend;
  Time until_{0};
};

class Process {
 public:
  /// A process named `name` (unique in the simulation) whose clock has edges at multiples of
  /// `period`. Runs from time 0 when the simulation does.
  Process(Simulation& simulation, std::string name, Time period);
  virtual ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& name() const { return name_; }
  Time period() const { return period_; }
  Time local_time() const { return local_; }
  Time busy_time() const { return busy_; }
  bool finished() const { return started_ && behaviour_.done(); }
  Engine engine() const { return engine_; }
  bool is_recorded() const { return timeline_ != nullptr; }
  /// Tells processes that do something at the same time apart, whatever order the host runs them
  /// in.
  bool comes_before(const Process& other) const { return name_ < other.name_; }
  Simulation& simulation() { return simulation_; }
  Time align(Time t) const { return align_up(t, period_); }

  /// The account for one reason to wait. References stay valid; equal reasons share an account.
  Stall& stall(Cause cause, const std::string& by);
  const std::deque<Stall>& stalls() const { return stalls_; }

  // For channels, barriers and arbiters.
  /// True if the process may act at `t`: always when decoupled; in lockstep once SystemC's time is
  /// `t`, else false after arranging to be woken then.
  bool reach(Time t);
  /// As `reach`, whatever the engine.
  bool reach_in_systemc(Time t);
  /// Moves the clock to `t` and books the difference, once the process may act at `t`; a `t` that
  /// has passed moves nothing. False after arranging to be woken.
  bool reach_and_book(Time t, Stall& account, const Origin& origin) {
    if (engine_ == Engine::lockstep && t > local_ && !reach_in_systemc(t)) return false;
    const auto waited = positive_part(t - local_);
    account.time += waited;
    if (timeline_) [[unlikely]]
      record(account, waited, origin);
    local_ += waited;
    return true;
  }
  /// Works until `t`, once the process may act then; a `t` that has passed is no work. False after
  /// arranging to be woken.
  bool work_until(Time t) {
    if (!reach(t)) return false;
    const auto worked = positive_part(t - local_);
    busy_ += worked;
    local_ += worked;
    return true;
  }
  /// Whether its clock may move on without anybody being told.
  bool runs_unseen() const { return engine_ == Engine::decoupled && !timeline_; }
  /// Moves the clock by waits that are booked on an account, and by work.
  void pass(Stall& account, Time waited, Time worked) {
    account.time += waited;
    busy_ += worked;
    local_ += waited + worked;
  }
  /// Tries the pending wait again, at the present SystemC time.
  void wake();
  /// Arranges for `wake()` at a time; an earlier `wake()` takes its place.
  void wake_at(Time t);
  std::string waiting_for() const { return wait_ ? wait_->describe() : "nothing"; }

 protected:
  /// What the block does, from time 0 to its end.
  virtual Behaviour run() = 0;
  Spend spend(Cycles cycles) { return Spend(*this, cycles * period_); }

 private:
  friend class Wait;
  friend class Simulation;
  friend class Spend;
  friend class WorkEnd;
  struct Module;
  void resume();
  void record(const Stall& account, Time waited, const Origin& origin);

  Simulation& simulation_;
  std::string name_;
  Time period_;
  Engine engine_;
  Time local_{0};
  Time busy_{0};
  bool started_ = false;
  Behaviour behaviour_;
  Wait* wait_ = nullptr;
  WorkEnd work_end_{*this};
  std::coroutine_handle<> suspended_;
  std::deque<Stall> stalls_;
  Timeline* timeline_ = nullptr;
  std::size_t track_ = 0;  ///< of the time line
  std::unique_ptr<Module> module_;
};

inline void Wait::suspend(std::coroutine_handle<> coroutine) {
  process_.wait_ = this;
  process_.suspended_ = coroutine;
}

inline bool Process::reach_in_systemc(Time t) {
  if (t <= simulation_.now()) return true;
  wake_at(t);
  return false;
}

inline bool Process::reach(Time t) { return engine_ == Engine::decoupled || reach_in_systemc(t); }

inline bool Spend::await_ready() {
  if (process_.engine_ == Engine::lockstep && span_ > Time{0}) return false;
  process_.busy_ += span_;
  process_.local_ += span_;
  return true;
}

inline void Spend::await_suspend(std::coroutine_handle<> coroutine) {
  process_.work_end_.until_ = process_.local_ + span_;
  process_.wake_at(process_.work_end_.until_);
  process_.work_end_.suspend(coroutine);
}

inline bool WorkEnd::attempt() { return process_.work_until(until_); }

}  // namespace sim::fabric
