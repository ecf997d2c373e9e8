// SPDX-License-Identifier: Apache-2.0
// Takes the entries of an input one after the other and spends the cycles that each of them costs:
// a loop of pop and spend, as one wait. In the decoupled engine many entries pass in a few
// instructions each, with the clock and its accounts in the host's registers.
#pragma once

#include <string>

#include "sim/fabric/channel.h"

namespace sim::fabric {

template <class T, class Consumer>
class [[nodiscard]] Consume final : public Wait {
 public:
  Consume(In<T>& in, Consumer& consumer) : Wait(consumer), in_(in), consumer_(consumer) {}
  bool await_ready() { return attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
  void await_resume() const {}

  bool attempt() override {
    if (process_.runs_unseen() && in_.same_clock_) run_through();
    while (process_.work_until(until_)) {
      const auto* const next = in_.next_entry();
      if (next ? !consumer_.takes(*next) : in_.closed()) {
        return process_.reach_and_book(in_.ready_at(), in_.starved(), in_.origin());
      }
      if (!in_.attempt()) return false;
      const auto start = process_.local_time();
      until_ = start + consumer_.take(*in_.result(), start) * process_.period();
    }
    return false;
  }
  std::string describe() const override { return in_.describe(); }

 private:
  // The same loop for the entries that are there, where nobody looks at the clock meanwhile.
  void run_through() {
    auto& channel = *in_.channel_;
    auto* slot = in_.slot_;
    const auto period = process_.period();
    auto local = process_.local_time();
    Time starved{0}, busy{0};
    auto left = channel.pushed_ - in_.taken_;
    for (; left > 0 && consumer_.takes(slot->entry); --left) {
      const auto waited = positive_part(slot->visible - local);
      const auto start = local + waited;
      channel.freed(*slot, start + period);
      const auto work = consumer_.take(slot->entry, start) * period;
      starved += waited;
      busy += work;
      local = start + work;
      channel.next(slot);
    }
    in_.slot_ = slot;
    in_.taken_ = channel.pushed_ - left;
    process_.pass(in_.starved(), starved, busy);
  }

  In<T>& in_;
  Consumer& consumer_;
  Time until_{0};
};

/// Pops entries, and spends the cycles that `consumer.take(entry, time)` says of each; until there
/// is one that it does not want (`takes(entry)` is false; it is visible and keeps its slots), or
/// the end of the stream. The consumer is the process that reads; its `take` must not throw, since
/// its local time may stand before `time`.
template <class T, class Consumer>
Consume<T, Consumer> consume(In<T>& in, Consumer& consumer) {
  return {in, consumer};
}

}  // namespace sim::fabric
