// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/post_processing_unit.h"

#include <algorithm>

#include "sim/base/quotient_up.h"

namespace arch::scnn {
namespace {

// Positions of `tile` that are in `other`, too.
int shared_area(const sim::parts::Tile& tile, const sim::parts::Tile& other) {
  const int height = std::min(tile.bottom, other.bottom) - std::max(tile.top, other.top);
  const int width = std::min(tile.right, other.right) - std::max(tile.left, other.left);
  return std::max(height, 0) * std::max(width, 0);
}

}  // namespace

PostProcessingUnit::PostProcessingUnit(sim::fabric::Simulation& simulation, const Config& config,
                                       int number, const Mapping& mapping)
    : Process(simulation, "post_processing_unit_" + std::to_string(number), config.period()),
      config_(config),
      number_(number),
      mapping_(mapping) {}

// Outputs that go to DRAM share its bandwidth with those of the other PEs.
sim::Cycles PostProcessingUnit::output_cycles(std::int64_t outputs) const {
  const auto cycles = sim::quotient_up<std::int64_t>(outputs, config_.outputs_per_cycle);
  if (!mapping_.outputs_spill) return cycles;
  const auto bits = static_cast<double>(outputs * config_.element_bits()) *
                    config_.expected_output_density * config_.processing_elements();
  return std::max(cycles, config_.dram_cycles(bits));
}

sim::fabric::Behaviour PostProcessingUnit::run() {
  const auto& geometry = mapping_.geometry;
  while (const auto* done = co_await finished.pop()) {
    const auto& pass = geometry.passes()[done->pass];
    const std::int64_t filters = mapping_.weights.groups[done->group].filters;
    const bool has_inputs = geometry.input_tile(pass, number_).area() > 0;
    const auto window = has_inputs ? geometry.window_outputs(pass, number_) : sim::parts::Tile{};
    const auto own = geometry.output_tile(pass, number_);
    const auto halo = filters * (window.area() - shared_area(window, own));
    const auto outputs = filters * own.area();
    co_await spend(sim::quotient_up<std::int64_t>(halo, config_.halo_per_cycle) +
                   output_cycles(outputs));
    counts_.halo_sums += halo;
    counts_.outputs += outputs;
    counts_.sums_drained += halo + outputs;
    co_await empty_buffers.push({});
  }
}

}  // namespace arch::scnn
