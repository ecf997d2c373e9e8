// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/element_wise_unit.h"

namespace arch::ese {

ElementWiseUnit::ElementWiseUnit(sim::fabric::Simulation& simulation, const Config& config,
                                 const Mapping& mapping, ElementWise arithmetic,
                                 sim::fabric::Barrier& state_done)
    : Process(simulation, "element_wise_unit", config.period()),
      config_(config),
      mapping_(mapping),
      arithmetic_(std::move(arithmetic)),
      state_done_(state_done) {}

sim::fabric::Behaviour ElementWiseUnit::run() {
  const auto rate = config_.elements_per_cycle;
  const auto cycles = (mapping_.shape.cells + rate - 1) / rate + config_.element_wise_depth();
  for (std::int64_t pass = 0; pass < mapping_.passes(); ++pass) {
    for (const auto& state : mapping_.states) {
      if (state.pass != Pass::none) {
        const auto* command = co_await commands.pop();
        arithmetic_.compute(command->pass);
        counts_.add(command->pass, mapping_.shape.peepholes, mapping_.shape.cells,
                    mapping_.lanes_of_pass(pass, config_));
        co_await spend(cycles);
      }
      co_await state_done_.arrive(*this);
    }
  }
}

}  // namespace arch::ese
