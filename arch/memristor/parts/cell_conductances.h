// SPDX-License-Identifier: Apache-2.0
// Programs the cells of an array: levels become conductances, with variation and stuck cells.
#pragma once

#include "arch/memristor/parts/device_effects.h"
#include "arch/memristor/parts/formats.h"

namespace arch::memristor {

/// The purposes of an array's random numbers.
enum class Draw : std::uint64_t { variation = 0, stuck_at = 1, read_noise = 2 };

/// The stream of an array's random numbers for one purpose and cell.
std::uint64_t stream_of(std::uint32_t array, Draw draw, std::size_t row = 0,
                        std::size_t column = 0);

/// The conductance of level 0, in steps of one level; 0 for an infinite ratio.
double off_conductance(const DeviceEffects& effects, int cell_bits);

/// Conductances (rows, columns) of levels (rows, columns), in steps of one level. `array` is the
/// array's number, below 2^24. A Fault for effects out of bounds.
sim::tensor::Dense<double> program(const Levels& levels, int cell_bits,
                                   const DeviceEffects& effects, std::uint32_t array);

}  // namespace arch::memristor
