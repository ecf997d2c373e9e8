// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/parts/conversion_slots.h"

#include <bit>

namespace arch::cap_ram {

int conversion_slots(const Config& config) {
  const int bits = config.conversion_bits;
  switch (config.conversion) {
    case Conversion::charge_injection: {
      int slots = bits;
      for (int step = 1 << bits >> 2; step >= 1; step /= 2) {
        slots += (step + config.packets - 1) / config.packets;
      }
      return slots;
    }
    case Conversion::sar:
      return bits;
    case Conversion::flash:
      return 1;
    case Conversion::digital: {
      const auto inputs = static_cast<unsigned>(config.circuits);
      return config.digit_bits + static_cast<int>(std::bit_width(inputs - 1)) + config.chain_slots;
    }
  }
  return 0;
}

}  // namespace arch::cap_ram
