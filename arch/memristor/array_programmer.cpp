// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/array_programmer.h"

namespace arch::memristor {

sim::fabric::Behaviour ArrayProgrammer::run() {
  for (auto& load : before) co_await load.pop();
  for (int pass = 0; pass < passes_; ++pass) {
    co_await spend(cycles_);
    for (auto& start : starts) co_await start.push({});
    for (auto& end : ends) co_await end.pop();
  }
  for (auto& load : after) co_await load.push({});
}

}  // namespace arch::memristor
