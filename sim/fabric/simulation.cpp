// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/simulation.h"

#include <algorithm>
#include <systemc>

#include "sim/fabric/process.h"
#include "sim/fabric/systemc_time.h"
#include "sim/fabric/timeline.h"

// libsystemc's own main() refers to it; every program here has a main() of its own.
int sc_main(int, char*[]) { return 0; }

namespace sim::fabric {

// A second elaboration in one kernel is an error (E113), so each simulation brings a fresh one.
struct Simulation::Kernel {
  Kernel() {
    sc_core::sc_curr_simcontext = sc_core::sc_default_global_context = context.get();
    sc_core::sc_report_handler::set_actions("/IEEE_Std_1666/deprecated", sc_core::SC_DO_NOTHING);
  }
  ~Kernel() {
    context.reset();
    sc_core::sc_curr_simcontext = sc_core::sc_default_global_context = nullptr;
  }
  std::unique_ptr<sc_core::sc_simcontext> context = std::make_unique<sc_core::sc_simcontext>();
};

Simulation::Simulation(Engine engine, Timeline* timeline)
    : engine_(engine), timeline_(timeline), kernel_(std::make_unique<Kernel>()) {}
Simulation::~Simulation() = default;

void Simulation::remove(Process& process) { std::erase(processes_, &process); }

void Simulation::enter() { now_ = from_systemc(sc_core::sc_time_stamp()); }

void Simulation::resume_ready() {
  while (!ready_.empty() && !failure_) {
    auto* process = ready_.front();
    ready_.pop_front();
    process->resume();
  }
}

void Simulation::fail(std::exception_ptr failure, const std::string& block, Time when) {
  if (failure_) return;
  const auto where = "block \"" + block + "\" failed at " + std::to_string(when.count()) + " ps: ";
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& error) {
    failure_ = std::make_exception_ptr(BlockFault(where + error.what()));
  } catch (...) {
    failure_ = std::make_exception_ptr(BlockFault(where + "an exception of unknown type"));
  }
  sc_core::sc_stop();
}

void Simulation::run() {
  sc_core::sc_set_stop_mode(sc_core::SC_STOP_IMMEDIATE);
  sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
  sc_core::sc_start();
  if (failure_) std::rethrow_exception(failure_);
  const auto waits = who_waits();
  if (!waits.empty()) throw Hang("the simulation hangs:" + waits);
  if (timeline_) end_timeline();
}

void Simulation::end_timeline() const {
  for (const auto* process : processes_) {
    timeline_->add_life(timeline_->track(process->name()), process->local_time());
  }
  timeline_->end_simulation(end_time());
}

std::string Simulation::who_waits() const {
  std::string text;
  for (const auto* process : processes_) {
    if (process->finished()) continue;
    text += "\n  block \"" + process->name() + "\" waits for " + process->waiting_for() +
            " since " + std::to_string(process->local_time().count()) + " ps";
  }
  return text;
}

Time Simulation::end_time() const {
  Time end{0};
  for (const auto* process : processes_) end = std::max(end, process->local_time());
  return end;
}

struct Alarm::Module : sc_core::sc_module {
  Module(const sc_core::sc_module_name& name, Simulation& owner, std::function<void()> callback)
      : sc_module(name), simulation(owner), ring(std::move(callback)) {
    SC_HAS_PROCESS(Module);
    SC_METHOD(on_time);
    sensitive << due;
    dont_initialize();
  }
  void on_time() {
    simulation.enter();
    ring();
    simulation.resume_ready();
  }
  Simulation& simulation;
  std::function<void()> ring;
  sc_core::sc_event due;
};

Alarm::Alarm(Simulation& simulation, const std::string& name, std::function<void()> ring)
    : module_(std::make_unique<Module>(name.c_str(), simulation, std::move(ring))) {}
Alarm::~Alarm() = default;

void Alarm::set(Time t) {
  module_->due.cancel();
  module_->due.notify(to_systemc(t - module_->simulation.now()));
}

}  // namespace sim::fabric
