// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/barrier.h"

namespace sim::fabric {

Barrier::Barrier(std::string name, std::size_t participants)
    : name_(std::move(name)), participants_(participants) {
  if (participants == 0) throw Fault("barrier \"" + name_ + "\": needs a participant");
}

void Barrier::enter(Process& process) {
  if (process.local_time() > latest_.time || !latest_.process ||
      (process.is_recorded() && process.local_time() == latest_.time &&
       process.comes_before(*latest_.process))) {
    latest_ = {&process, process.local_time()};
  }
  waiting_.push_back(&process);
  if (waiting_.size() < participants_) return;
  // Nobody can open it twice more before the slowest has left: he must arrive for that.
  opened_[generation_ % 2] = latest_;
  ++generation_;
  for (auto* other : waiting_) {
    if (other != &process) other->wake();
  }
  waiting_.clear();
  latest_.process = nullptr;
}

bool Barrier::Arrival::attempt() {
  if (!arrived_) {
    arrived_ = true;
    barrier_.enter(process_);
  }
  if (barrier_.generation_ == generation_) return false;
  const auto& opened = barrier_.opened_[generation_ % 2];
  return process_.reach_and_book(process_.align(opened.time),
                                 process_.stall(Cause::held, barrier_.name_), opened);
}

}  // namespace sim::fabric
