// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/process.h"

#include <optional>
#include <systemc>

#include "sim/fabric/systemc_time.h"
#include "sim/fabric/timeline.h"

namespace sim::fabric {

const char* name_of(Cause cause) {
  switch (cause) {
    case Cause::starved:
      return "starved";
    case Cause::blocked:
      return "blocked";
    case Cause::held:
      return "held";
    case Cause::arbitrated:
      return "arbitrated";
  }
  return "?";
}

struct Process::Module : sc_core::sc_module {
  Module(const sc_core::sc_module_name& name, Process& owner) : sc_module(name), process(owner) {
    SC_HAS_PROCESS(Module);
    SC_METHOD(activate);
    sensitive << wake;
  }
  void activate() {
    process.simulation_.enter();
    process.resume();
    process.simulation_.resume_ready();
  }
  Process& process;
  sc_core::sc_event wake;
};

Process::Process(Simulation& simulation, std::string name, Time period)
    : simulation_(simulation),
      name_(std::move(name)),
      period_(period),
      engine_(simulation.engine()),
      module_(std::make_unique<Module>(name_.c_str(), *this)) {
  if (period <= Time{0}) throw Fault("block \"" + name_ + "\": the clock period must be positive");
  simulation.add(*this);
  timeline_ = simulation.timeline();
  if (timeline_) track_ = timeline_->track(name_);
}

Process::~Process() { simulation_.remove(*this); }

Stall& Process::stall(Cause cause, const std::string& by) {
  for (auto& account : stalls_) {
    if (account.cause == cause && account.by == by) return account;
  }
  return stalls_.emplace_back(Stall{cause, by});
}

void Process::record(const Stall& account, Time waited, const Origin& origin) {
  if (waited == Time{0}) return;
  std::optional<TimelineOrigin> ended_by;
  if (origin.process) ended_by = {origin.process->track_, origin.time};
  timeline_->add_wait(track_, account, {local_, local_ + waited}, ended_by);
}

void Process::wake() {
  if (engine_ == Engine::lockstep) {
    module_->wake.notify();
  } else {
    simulation_.make_ready(*this);
  }
}

void Process::wake_at(Time t) { module_->wake.notify(to_systemc(t - simulation_.now())); }

void Process::resume() {
  try {
    if (!started_) {
      behaviour_ = run();
      started_ = true;
      suspended_ = behaviour_.handle();
    } else if (behaviour_.done() || (wait_ && !wait_->attempt())) {
      return;
    }
    wait_ = nullptr;
    suspended_.resume();
    if (behaviour_.done()) behaviour_.rethrow_failure();
  } catch (...) {
    simulation_.fail(std::current_exception(), name_, local_);
  }
}

}  // namespace sim::fabric
