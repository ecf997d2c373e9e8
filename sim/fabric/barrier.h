// SPDX-License-Identifier: Apache-2.0
// A barrier: as many processes as take part arrive, and all leave at the time of the last one
// (aligned up to each one's own clock). It may be used again at once.
#pragma once

#include <string>
#include <vector>

#include "sim/fabric/process.h"

namespace sim::fabric {

class Barrier {
 public:
  Barrier(std::string name, std::size_t participants);

  class [[nodiscard]] Arrival final : public Wait {
   public:
    Arrival(Barrier& barrier, Process& process)
        : Wait(process), barrier_(barrier), generation_(barrier.generation_) {}
    bool await_ready() { return attempt(); }
    void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
    void await_resume() const {}
    bool attempt() override;
    std::string describe() const override {
      return "the others at barrier \"" + barrier_.name_ + '"';
    }

   private:
    Barrier& barrier_;
    std::size_t generation_;
    bool arrived_ = false;
  };

  /// Waits until all participants have arrived.
  Arrival arrive(Process& process) { return Arrival(*this, process); }

 private:
  void enter(Process& process);

  std::string name_;
  std::size_t participants_;
  std::size_t generation_ = 0;  ///< how often the barrier has opened
  std::vector<Process*> waiting_;
  Origin latest_;          ///< arrival; those of the next opening are later
  Origin opened_[2] = {};  ///< even and odd generations
};

}  // namespace sim::fabric
