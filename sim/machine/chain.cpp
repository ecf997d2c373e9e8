// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/chain.h"

#include <algorithm>
#include <map>

#include "sim/fabric/critical_path.h"
#include "sim/machine/block_time.h"

namespace sim::machine {
namespace {

using fabric::PathStep;

std::string part_of(const fabric::Track& track, const PathStep& step) {
  const auto kind = kind_of(track.block);
  if (step.kind == PathStep::Kind::work) return kind + " works";
  const auto& [cause, by] = track.reasons[step.reason];
  if (step.kind == PathStep::Kind::waiting) return kind + " waits for " + by;
  switch (cause) {
    case fabric::Cause::starved:
      return kind_of(by) + " arrive at " + kind;
    case fabric::Cause::blocked:
      return kind + " learns of room in " + kind_of(by);
    default:
      return kind + " leaves " + kind_of(by);
  }
}

}  // namespace

std::vector<ChainResult> chain_of_causes(const fabric::Timeline& timeline, Time period) {
  std::map<std::string, ChainResult> parts;
  for (const auto& step : fabric::critical_path(timeline)) {
    const auto name = part_of(timeline.tracks()[step.track], step);
    auto& part = parts[name];
    part.part = name;
    ++part.times;
    const auto span = step.span.end - step.span.begin;
    part.cycles += static_cast<double>(span.count()) / static_cast<double>(period.count());
  }
  std::vector<ChainResult> chain;
  for (auto& [name, part] : parts) chain.push_back(std::move(part));
  std::stable_sort(chain.begin(), chain.end(),
                   [](const auto& a, const auto& b) { return a.cycles > b.cycles; });
  return chain;
}

}  // namespace sim::machine
