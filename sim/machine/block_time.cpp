// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/block_time.h"

#include <algorithm>
#include <cctype>

#include "sim/fabric/process.h"

namespace sim::machine {

std::string kind_of(const std::string& name) {
  auto end = name.size();
  while (end > 0 && std::isdigit(static_cast<unsigned char>(name[end - 1]))) --end;
  if (end > 1 && end < name.size() && name[end - 1] == '_') return name.substr(0, end - 1);
  return name;
}

namespace {

// Channels of equal blocks are told by their number, too.
void add(BlockTime& block, const fabric::Stall& stall) {
  const auto by = kind_of(stall.by);
  for (auto& known : block.stalls) {
    if (known.cause != stall.cause || known.by != by) continue;
    known.time += stall.time;
    return;
  }
  block.stalls.push_back({stall.cause, by, stall.time});
}

}  // namespace

std::vector<BlockTime> block_times(const fabric::Simulation& simulation) {
  const auto& processes = simulation.processes();
  return block_times({processes.begin(), processes.end()}, "", simulation.end_time());
}

std::vector<BlockTime> block_times(const std::vector<const fabric::Process*>& processes,
                                   const std::string& prefix, Time end) {
  std::vector<BlockTime> blocks;
  for (const auto* process : processes) {
    const auto kind = kind_of(process->name().substr(prefix.size()));
    auto block =
        std::find_if(blocks.begin(), blocks.end(), [&](const auto& b) { return b.kind == kind; });
    if (block == blocks.end()) block = blocks.insert(blocks.end(), BlockTime{kind});
    ++block->instances;
    block->busy += process->busy_time();
    block->idle += end - process->local_time();
    for (const auto& stall : process->stalls()) add(*block, stall);
  }
  return blocks;
}

void add_block_times(std::vector<BlockTime>& total, Time before, const std::vector<BlockTime>& next,
                     Time span) {
  const auto same_kind = [](const auto& blocks, const std::string& kind) {
    return std::find_if(blocks.begin(), blocks.end(),
                        [&](const auto& block) { return block.kind == kind; });
  };
  for (const auto& block : next) {
    if (same_kind(total, block.kind) == total.end()) total.push_back(BlockTime{block.kind});
  }
  for (auto& known : total) {
    const auto block = same_kind(next, known.kind);
    const auto here = block == next.end() ? 0 : block->instances;
    const auto most = std::max(known.instances, here);
    known.idle += (most - known.instances) * before + (most - here) * span;
    known.instances = most;
    if (block == next.end()) continue;
    known.busy += block->busy;
    known.idle += block->idle;
    for (const auto& stall : block->stalls) add(known, stall);
  }
}

}  // namespace sim::machine
