// SPDX-License-Identifier: Apache-2.0
// Shares one or more equal servers (a bus, the ports of a memory, a DRAM channel) among processes.
// What it does per cycle: in the last picosecond of a cycle it looks at the requests made before,
// picks as many as servers are free by its policy, and grants them from the next edge on for as
// many cycles as were asked for. The order in which SystemC runs processes of the same time can
// therefore not be seen. Not modelled: pre-emption; requests that are taken back.
#pragma once

#include <string>
#include <vector>

#include "sim/fabric/process.h"

namespace sim::fabric {

/// round_robin: the first requester after the one served last, in order of client number.
/// fixed_priority: the lowest client number. oldest_first: the earliest request; equals by number.
enum class Policy { round_robin, fixed_priority, oldest_first };

class Arbiter {
 public:
  /// An arbiter of `servers` for clients 0 ... clients-1 on a clock of at least 2 ps.
  Arbiter(Simulation& simulation, std::string name, Time period, Policy policy, std::size_t clients,
          std::size_t servers = 1);

  const std::string& name() const { return name_; }
  Time period() const { return period_; }

  class [[nodiscard]] Grant final : public Wait {
   public:
    Grant(Arbiter& arbiter, Process& process, std::size_t client, Cycles hold)
        : Wait(process), arbiter_(arbiter), client_(client), hold_(hold) {}
    bool await_ready() { return attempt(); }
    void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
    void await_resume() const {}
    bool attempt() override;
    std::string describe() const override { return "a grant of arbiter \"" + arbiter_.name_ + '"'; }

   private:
    Arbiter& arbiter_;
    std::size_t client_;
    Cycles hold_;
    bool asked_ = false;
  };

  /// Asks for the resource for `hold` cycles of the arbiter (at least 1). The process goes on at
  /// the grant, aligned up to its own clock; it spends the held cycles itself if it must wait.
  Grant request(Process& process, std::size_t client, Cycles hold) {
    return Grant(*this, process, client, hold);
  }

 private:
  struct Request {
    Process* process = nullptr;  ///< empty: this client asks for nothing
    Time made{0};
    Cycles hold = 0;
    bool granted = false;
    Time from{0};
  };

  void ask(Process& process, std::size_t client, Cycles hold);
  void arrange(Time after);
  void decide();
  std::size_t pick(Time now) const;
  Time& next_free();

  std::string name_;
  Time period_;
  Policy policy_;
  std::vector<Request> requests_;
  std::size_t last_served_;
  std::vector<Time> free_from_;  ///< edge from which each server is free
  Time next_decision_{-1};       ///< negative: none arranged
  Alarm alarm_;
};

}  // namespace sim::fabric
