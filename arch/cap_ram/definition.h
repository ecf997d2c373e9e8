// SPDX-License-Identifier: Apache-2.0
// What the machine's outputs are, in whole numbers, without any hardware: the closed form of the
// converter (parts/converter.h) in place of its procedure, and plain loops over everything.
//   output = (sum over segments, passes and digits of factor(pass) x factor(digit)
//             x value(code(sum of levels x digits)) x full_scale + half) >> shift, plus the bias
#pragma once

#include "arch/cap_ram/config.h"
#include "sim/machine/machine.h"

namespace arch::cap_ram {

/// The sums before the output stage, vector after vector. UserError as the mapper's.
std::vector<std::int64_t> define(const Config& config, const sim::machine::LayerJob& job);

/// The seed of a layer's noise: no two layers have the same.
std::uint64_t noise_seed(const Config& config, const std::string& layer);

}  // namespace arch::cap_ram
