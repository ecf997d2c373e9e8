// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/link.h"

namespace arch::memristor {

sim::fabric::Behaviour Link::run() {
  if (own_.pixels > 0) {
    for (int turn = 0; turn < own_.turns; ++turn) {
      if (own_.waits) co_await start.pop();
      for (auto left = own_.pixels; left > 0; --left) {
        co_await spend(cycles_);
        co_await leaving.push({});
      }
    }
  } else {
    while (co_await arriving.pop()) {
      co_await spend(cycles_);
      co_await leaving.push({});
    }
  }
  leaving.close();
}

}  // namespace arch::memristor
