// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/tracing.h"

#include "sim/machine/chain.h"

namespace sim::explore {
namespace {

// The window in time, as far as that can be counted.
fabric::Timeline timeline_of(Time period, const CycleWindow& window) {
  const auto time_of = [&](Cycles cycles) {
    return cycles > Time::max() / period ? Time::max() : cycles * period;
  };
  return fabric::Timeline(time_of(window.from), time_of(window.to));
}

}  // namespace

std::vector<machine::LayerAnswer> run_traced(const Tracing& tracing, const LayerRequest& request,
                                             std::size_t number, const TracedJob& job) {
  if (!tracing.wanted()) return job(nullptr);
  const auto period = request.setup->machine->period();
  auto timeline = timeline_of(period, tracing.explains ? CycleWindow{} : tracing.cycles);
  auto answers = job(&timeline);
  if (tracing.explains) {
    auto& first = answers.front();
    (first.network ? first.network->chain : first.result.chain) =
        machine::chain_of_causes(timeline, period);
  }
  if (tracing.keep) {
    const auto& network = *request.network;
    const bool whole = request.setup->machine->takes_networks();
    tracing.keep(number, whole ? network.name : network.layers[request.layer].name, period,
                 timeline);
  }
  return answers;
}

}  // namespace sim::explore
