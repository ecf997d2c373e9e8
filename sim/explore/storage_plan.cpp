// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/storage_plan.h"

#include <algorithm>

namespace sim::explore {
namespace {

std::size_t position_of(const FormatChoice& wanted, const std::vector<FormatChoice>& choices) {
  const auto found = std::find_if(choices.begin(), choices.end(), [&](const FormatChoice& known) {
    return known.format == wanted.format && known.options == wanted.options;
  });
  return static_cast<std::size_t>(found - choices.begin());
}

}  // namespace

void StoragePlan::want(const workload::Network& network, std::size_t layer,
                       const FormatChoice& choice) {
  const auto mine = request_of(network, layer);
  if (mine == requests_.size()) requests_.push_back({&network, layer, {}});
  auto& formats = requests_[mine].formats;
  if (position_of(choice, formats) == formats.size()) formats.push_back(choice);
}

StoragePlan::Answer StoragePlan::answer(const workload::Network& network, std::size_t layer,
                                        const FormatChoice& choice) const {
  const auto mine = request_of(network, layer);
  const auto& answer = answers_.at(mine);
  if (!answer.failure.empty()) return {answer, nullptr};
  return {answer, &answer.formats.at(position_of(choice, requests_.at(mine).formats))};
}

std::size_t StoragePlan::request_of(const workload::Network& network, std::size_t layer) const {
  const auto found = std::find_if(
      requests_.begin(), requests_.end(),
      [&](const StoreRequest& known) { return known.network == &network && known.layer == layer; });
  return static_cast<std::size_t>(found - requests_.begin());
}

}  // namespace sim::explore
