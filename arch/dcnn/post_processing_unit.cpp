// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/post_processing_unit.h"

#include "arch/dcnn/parts/run_code.h"

namespace arch::dcnn {

using sim::fabric::Behaviour;

PostProcessingUnit::PostProcessingUnit(sim::fabric::Simulation& simulation, const Config& config,
                                       int number, const Mapping& mapping,
                                       const sim::workload::OutputStage& stage)
    : Process(simulation, "post_processing_unit_" + std::to_string(number), config.period()),
      config_(config),
      mapping_(mapping),
      stage_(stage) {}

Behaviour PostProcessingUnit::run() {
  const auto groups_of_image = mapping_.filter_groups.size() * mapping_.passes.size();
  std::size_t groups = 0;
  while (const auto* group = co_await finished.pop()) {
    const auto n = static_cast<std::int64_t>(group->values.size());
    const auto leaving = narrowed(group->values);
    sums_ += n;
    co_await spend((n + config_.ppu_sums_per_cycle - 1) / config_.ppu_sums_per_cycle);
    co_await free_accumulators.push({});
    if (mapping_.through_dram) co_await outputs.push(leaving);
    if (++groups % groups_of_image == 0) image_ends_.push_back(local_time());
  }
}

Outputs PostProcessingUnit::narrowed(std::span<const std::int64_t> values) {
  RunCode code(config_);
  for (const auto sum : values) code.add(sim::workload::narrow(sum, stage_));
  return {code.bits()};
}

}  // namespace arch::dcnn
