// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/layer_jobs.h"

#include <algorithm>

namespace sim::explore {
namespace {

bool hands_on_to(const LayerRequest& before, const LayerRequest& after) {
  if (before.setup != after.setup || before.network != after.network) return false;
  if (after.setup->machine->takes_networks()) return before.job == after.job;
  return before.layer + 1 == after.layer && !after.network->layers[after.layer].activations &&
         !after.setup->machine->exact();
}

}  // namespace

std::vector<RequestChain> heaviest_first(const std::vector<LayerRequest>& requests) {
  std::vector<RequestChain> chains;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (i == 0 || !hands_on_to(requests[i - 1], requests[i])) chains.emplace_back();
    chains.back().push_back(i);
  }
  const auto macs = [&](const RequestChain& chain) {
    std::int64_t sum = 0;
    for (const auto i : chain) sum += macs_of(requests[i].network->layers[requests[i].layer].shape);
    return sum;
  };
  std::stable_sort(chains.begin(), chains.end(),
                   [&](const auto& a, const auto& b) { return macs(a) > macs(b); });
  return chains;
}

}  // namespace sim::explore
