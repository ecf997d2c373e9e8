// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/memory_port.h"

namespace arch::memristor {

sim::fabric::Behaviour MemoryPort::run() {
  for (std::int64_t taken = 1; co_await arriving.pop(); ++taken) {
    co_await spend(cycles_);
    if (taken % pixels_ == 0) co_await ended.push({});
  }
}

}  // namespace arch::memristor
