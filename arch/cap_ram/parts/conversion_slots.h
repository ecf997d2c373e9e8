// SPDX-License-Identifier: Apache-2.0
// How long a conversion takes, in slots: comparisons, removals of charge, or full adders.
#pragma once

#include "arch/cap_ram/config.h"

namespace arch::cap_ram {

/// charge_injection: a comparison for every bit, and between them removals of 2^(bits - 2), ..., 2,
/// 1 packets, as many at a time as there are; sar: a comparison for every bit; flash: one. digital:
/// the longest way from register to register, along the carry of a sum (as wide as a digit and as
/// the number of inputs) and down the chain.
int conversion_slots(const Config& config);

}  // namespace arch::cap_ram
