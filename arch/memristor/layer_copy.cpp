// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/layer_copy.h"

#include <algorithm>

namespace arch::memristor {

sim::Cycles cycles_of(const Products& products, const LayerPlan& plan, std::int64_t window) {
  const auto reads = products.reads_of(static_cast<std::size_t>(window));
  return std::max<sim::Cycles>({1, reads, plan.supply, plan.collect});
}

sim::fabric::Behaviour LayerCopy::run() {
  while (const auto* window = co_await windows.pop()) {
    const auto number = window->number;
    co_await spend(cycles_of(products_, plan_, number));
    co_await outputs.push({number});
  }
  outputs.close();
}

}  // namespace arch::memristor
