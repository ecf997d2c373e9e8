// SPDX-License-Identifier: Apache-2.0
#include "sim/fabric/arbiter.h"

#include <algorithm>

namespace sim::fabric {

Arbiter::Arbiter(Simulation& simulation, std::string name, Time period, Policy policy,
                 std::size_t clients, std::size_t servers)
    : name_(std::move(name)),
      period_(period),
      policy_(policy),
      requests_(clients),
      last_served_(clients - 1),
      free_from_(servers, Time{0}),
      alarm_(simulation, name_, [this] { decide(); }) {
  if (period < Time{2} || clients == 0 || servers == 0) {
    throw Fault("arbiter \"" + name_ + "\": needs a period of 2 ps, a client and a server");
  }
}

bool Arbiter::Grant::attempt() {
  if (!asked_) {
    arbiter_.ask(process_, client_, hold_);
    asked_ = true;
  }
  auto& request = arbiter_.requests_[client_];
  if (!request.granted) return false;
  const auto t = process_.align(request.from);
  if (!process_.reach_and_book(t, process_.stall(Cause::arbitrated, arbiter_.name_), {}))
    return false;
  request = Request{};
  return true;
}

void Arbiter::ask(Process& process, std::size_t client, Cycles hold) {
  if (client >= requests_.size() || requests_[client].process || hold < 1) {
    throw Fault("arbiter \"" + name_ + "\": client " + std::to_string(client) +
                " does not exist, asks twice at once, or asks for no cycle");
  }
  requests_[client] = Request{&process, process.local_time(), hold};
  arrange(process.local_time());
}

Time& Arbiter::next_free() { return *std::min_element(free_from_.begin(), free_from_.end()); }

// The next decision that a request made at `after` takes part in: strictly later than the request
// (another process may still ask at `after`), in the last picosecond before an edge, and not before
// the last cycle for which all servers are held.
void Arbiter::arrange(Time after) {
  const auto edge = align_up(after + Time{2}, period_);
  const auto decision = std::max(edge, next_free()) - Time{1};
  if (next_decision_ >= Time{0} && next_decision_ <= decision) return;
  next_decision_ = decision;
  alarm_.set(decision);
}

void Arbiter::decide() {
  const auto now = next_decision_;
  const auto edge = now + Time{1};
  next_decision_ = Time{-1};
  for (auto* server = &next_free(); *server <= edge; server = &next_free()) {
    const auto chosen = pick(now);
    if (chosen == requests_.size()) break;
    auto& request = requests_[chosen];
    request.granted = true;
    request.from = edge;
    *server = edge + request.hold * period_;
    last_served_ = chosen;
    request.process->wake();
  }
  auto earliest = Time::max();
  for (const auto& request : requests_) {
    if (request.process && !request.granted) earliest = std::min(earliest, request.made);
  }
  if (earliest != Time::max()) arrange(std::max(now, earliest));
}

// The client to serve next, or their number if none asks. A process may ask ahead of SystemC's
// time, but everybody who asks before `now` has done so by now; requests made in this very
// picosecond wait for the next decision, whether SystemC ran their process before this one or not.
std::size_t Arbiter::pick(Time now) const {
  const auto n = requests_.size();
  std::size_t best = n;
  for (std::size_t i = 0; i < n; ++i) {
    const auto client = policy_ == Policy::round_robin ? (last_served_ + 1 + i) % n : i;
    const auto& request = requests_[client];
    if (!request.process || request.granted || request.made >= now) continue;
    if (best == n || (policy_ == Policy::oldest_first && request.made < requests_[best].made)) {
      best = client;
    }
  }
  return best;
}

}  // namespace sim::fabric
