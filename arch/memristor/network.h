// SPDX-License-Identifier: Apache-2.0
// A network on the machine: computes layer after layer, plans where all of them stand, and runs
// them at the same time.
#pragma once

#include "arch/memristor/config.h"
#include "arch/memristor/pipeline.h"
#include "sim/machine/machine.h"

namespace arch::memristor {

class Network final : public sim::machine::NetworkJob {
 public:
  /// The config must live as long.
  explicit Network(const Config& config) : config_(config) {}
  std::vector<std::int64_t> compute(const sim::machine::LayerJob& job) override;
  sim::machine::NetworkRun run(sim::fabric::Engine engine,
                               sim::fabric::Timeline* timeline) override;

  const std::vector<LayerWork>& layers() const { return layers_; }

 private:
  std::int64_t programmed_cells(const Plan& plan) const;
  sim::machine::LayerRun run_of(const Plan& plan, std::size_t number,
                                const PipelineTime& time) const;

  const Config& config_;
  std::vector<LayerWork> layers_;
  std::int64_t vectors_ = 0;  ///< of the first layer
  sim::machine::HostSeconds host_;
};

}  // namespace arch::memristor
