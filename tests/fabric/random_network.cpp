// SPDX-License-Identifier: Apache-2.0
#include "tests/fabric/random_network.h"

#include <algorithm>
#include <deque>
#include <memory>

#include "sim/fabric/barrier.h"
#include "sim/fabric/consume.h"
#include "sim/fabric/critical_path.h"
#include "sim/fabric/first_of.h"
#include "sim/fabric/memory.h"
#include "sim/fabric/timeline.h"

namespace sim::fabric::test {
namespace {

constexpr Time clocks[] = {Time{1000}, Time{1000}, Time{700}, Time{1250}, Time{333}, Time{2}};

Time clock_of(std::uint8_t number) { return clocks[number % std::size(clocks)]; }

struct Shared {
  std::vector<std::unique_ptr<Arbiter>> arbiters;
  std::unique_ptr<Memory> memory;
  std::unique_ptr<Barrier> barrier;
};

class Worker : public Process {
 public:
  Worker(Simulation& simulation, std::size_t number, const ProcessSpec& spec, Shared& shared)
      : Process(simulation, "p" + std::to_string(number), clock_of(spec.clock)),
        number_(number),
        spec_(spec),
        shared_(shared),
        hash_(static_cast<std::uint32_t>(number) * 2654435761u) {}

  std::deque<In<std::uint32_t>> inputs;
  std::deque<Out<std::uint32_t>> outputs;
  std::deque<std::size_t> depths;  ///< of the outputs' channels
  std::vector<std::string> lines;

  Behaviour run() override {
    for (const auto& step : spec_.program) {
      co_await perform(step);
      note(std::to_string(step.kind % 13));
    }
    for (auto& out : outputs) out.close();
  }

 private:
  friend Consume<std::uint32_t, Worker>;
  bool takes(std::uint32_t entry) const { return (entry ^ hash_) % 5 != 0; }
  Cycles take(std::uint32_t entry, Time start) {
    if (start != local_time() && (engine() == Engine::lockstep || is_recorded())) {
      throw std::logic_error("an entry is taken at another time");
    }
    hash_ = hash_ * 31 + entry;
    lines.push_back("taken @" + std::to_string(start.count()));
    return hash_ % 4;
  }

  Behaviour perform(const Step& step) {
    const auto n = (step.argument + hash_ % 3) % 6;
    switch (step.kind % 13) {
      case 0:
      case 1:
        co_await spend(n);
        break;
      case 2:
      case 3:
        if (!outputs.empty()) co_await push(pick(outputs, step));
        break;
      case 4:
      case 5:
        if (!inputs.empty()) co_await pop(pick(inputs, step));
        break;
      case 6:
        co_await look(step);
        break;
      case 7:
        if (inputs.size() >= 2) {
          auto& a = inputs[step.argument % inputs.size()];
          auto& b = inputs[(step.argument + 1u) % inputs.size()];
          co_await pop(co_await first_of(*this, a, b) == 0 ? a : b);
        }
        break;
      case 8:
        co_await share(step);
        break;
      case 10:
        if (!inputs.empty()) {
          auto& in = pick(inputs, step);
          const auto* entry = co_await in.peek();
          hash_ = hash_ * 31 + (entry ? *entry : 7u);
          co_await spend(n);
          co_await pop(in);
        }
        break;
      case 11:
        if (!outputs.empty()) {
          const auto depth = depths[(step.argument / 2) % depths.size()];
          co_await pick(outputs, step).push(hash_, {1 + n % depth, 1 + step.argument % 5});
        }
        break;
      case 9:
        if (shared_.barrier && step.argument % 4 == 0) co_await shared_.barrier->arrive(*this);
        break;
      case 12:
        if (!inputs.empty()) co_await consume(pick(inputs, step), *this);
        break;
    }
  }

  Behaviour push(Out<std::uint32_t>& out) { co_await out.push(hash_); }

  Behaviour pop(In<std::uint32_t>& in) {
    const auto* entry = co_await in.pop();
    hash_ = hash_ * 31 + (entry ? *entry : 7u);
  }

  Behaviour look(const Step& step) {
    if (step.argument % 2 == 0 && !inputs.empty()) {
      auto& in = pick(inputs, step);
      const bool there = co_await in.look();
      hash_ = hash_ * 31 + there;
      if (there) co_await pop(in);
    } else if (!outputs.empty()) {
      auto& out = pick(outputs, step);
      const bool room = co_await out.look();
      hash_ = hash_ * 31 + room;
      if (room) co_await push(out);
    }
  }

  Behaviour share(const Step& step) {
    if (step.argument % 3 == 0) {
      co_await shared_.memory->access(*this, number_, 1 + step.argument % 40);
    } else if (!shared_.arbiters.empty()) {
      auto& arbiter = *shared_.arbiters[step.argument % shared_.arbiters.size()];
      co_await arbiter.request(*this, number_, 1 + step.argument % 4);
    }
  }

  template <class Port>
  static Port& pick(std::deque<Port>& ports, const Step& step) {
    return ports[(step.argument / 2) % ports.size()];
  }

  void note(const std::string& what) {
    if (engine() == Engine::lockstep && simulation().now() != local_time()) {
      throw std::logic_error("lockstep runs ahead of SystemC's time");
    }
    lines.push_back(what + " @" + std::to_string(local_time().count()) + " " +
                    std::to_string(hash_));
  }

  std::size_t number_;
  const ProcessSpec& spec_;
  Shared& shared_;
  std::uint32_t hash_;
};

using Workers = std::vector<std::unique_ptr<Worker>>;

std::vector<std::unique_ptr<Channel<std::uint32_t>>> connect(const NetworkSpec& spec,
                                                             Workers& workers) {
  std::vector<std::unique_ptr<Channel<std::uint32_t>>> channels;
  for (const auto& c : spec.channels) {
    const auto writer = c.writer % workers.size();
    std::vector<In<std::uint32_t>*> readers;
    for (std::size_t r = 0; r < workers.size(); ++r) {
      if (r == writer || !((c.readers >> r) & 1)) continue;
      readers.push_back(&workers[r]->inputs.emplace_back(*workers[r]));
    }
    if (readers.empty()) continue;
    auto& out = workers[writer]->outputs.emplace_back(*workers[writer]);
    workers[writer]->depths.push_back(1 + c.depth % 4u);
    channels.push_back(std::make_unique<Channel<std::uint32_t>>(
        "c" + std::to_string(channels.size()), 1 + c.depth % 4, 1 + c.latency % 3, out, readers));
  }
  return channels;
}

Shared share(const NetworkSpec& spec, Simulation& simulation) {
  Shared shared;
  const auto clients = spec.processes.size();
  for (const auto& a : spec.arbiters) {
    shared.arbiters.push_back(std::make_unique<Arbiter>(
        simulation, "a" + std::to_string(shared.arbiters.size()), clock_of(a.clock),
        static_cast<Policy>(a.policy % 3), clients, 1 + a.servers % 2));
  }
  const MemoryShape shape{Time{1000}, 8, 3, 1, Policy::round_robin};
  shared.memory = std::make_unique<Memory>(simulation, "memory", shape, clients);
  if (spec.barrier) shared.barrier = std::make_unique<Barrier>("barrier", clients);
  return shared;
}

// Every picosecond of a process is busy or in one of its stall accounts.
void check_accounts(const Process& process) {
  auto sum = process.busy_time();
  for (const auto& stall : process.stalls()) sum += stall.time;
  if (sum != process.local_time()) throw std::logic_error("time of " + process.name() + " leaks");
}

// The waits of a process, which must be those of its accounts.
std::vector<std::string> waits_of(const Process& process, Timeline& timeline) {
  const auto& track = timeline.tracks()[timeline.track(process.name())];
  std::vector<std::string> lines;
  std::vector<Time> sums(track.reasons.size());
  for (const auto& wait : track.waits) {
    const auto& [cause, by] = track.reasons[wait.reason];
    lines.push_back("waited " + std::to_string(wait.span.begin.count()) + " to " +
                    std::to_string(wait.span.end.count()) + ' ' + name_of(cause) + ' ' + by);
    sums[wait.reason] += wait.span.end - wait.span.begin;
  }
  for (const auto& stall : process.stalls()) {
    const auto found =
        std::find(track.reasons.begin(), track.reasons.end(), std::pair(stall.cause, stall.by));
    const auto sum = found == track.reasons.end()
                         ? Time{0}
                         : sums[static_cast<std::size_t>(found - track.reasons.begin())];
    if (sum != stall.time) throw std::logic_error("a wait of " + process.name() + " is lost");
  }
  return lines;
}

// The chain of causes, which must leave no time out.
std::vector<std::string> path_of(const Timeline& timeline, Time end) {
  std::vector<std::string> lines;
  Time now{0};
  for (const auto& step : critical_path(timeline)) {
    const auto& track = timeline.tracks()[step.track];
    if (step.span.begin != now || step.span.end <= now) throw std::logic_error("a gap in the path");
    now = step.span.end;
    lines.push_back(track.block + ' ' + std::to_string(static_cast<int>(step.kind)) + ' ' +
                    (step.kind == PathStep::Kind::work ? "" : track.reasons[step.reason].second) +
                    " to " + std::to_string(now.count()));
  }
  if (now != end) throw std::logic_error("the path does not reach the end");
  return lines;
}

}  // namespace

Log run(const NetworkSpec& spec, Engine engine, std::size_t rotation) {
  Timeline timeline;
  Simulation simulation(engine, spec.recorded ? &timeline : nullptr);
  auto shared = share(spec, simulation);
  const auto n = spec.processes.size();
  Workers workers(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto p = (i + rotation) % n;
    workers[p] = std::make_unique<Worker>(simulation, p, spec.processes[p], shared);
  }
  const auto channels = connect(spec, workers);
  Log log;
  try {
    simulation.run();
  } catch (const Hang& hang) {
    log.hang = hang.what();
    // The report lists processes in the order of construction, which may be rotated.
    std::sort(log.hang.begin(), log.hang.end());
  }
  if (spec.recorded && log.hang.empty())
    log.lines.push_back(path_of(timeline, simulation.end_time()));
  for (auto& worker : workers) {
    check_accounts(*worker);
    for (const auto& stall : worker->stalls()) {
      if (stall.time == Time{0}) continue;  // accounts are opened in the order of first use
      worker->lines.push_back(std::string(name_of(stall.cause)) + " " + stall.by + " " +
                              std::to_string(stall.time.count()));
    }
    if (spec.recorded) {
      for (auto& line : waits_of(*worker, timeline)) worker->lines.push_back(std::move(line));
    }
    worker->lines.push_back("end " + std::to_string(worker->local_time().count()));
    log.lines.push_back(std::move(worker->lines));
  }
  return log;
}

}  // namespace sim::fabric::test
