// SPDX-License-Identifier: Apache-2.0
// What ESE reports of each matrix, as the rows of the paper's performance table, and of all.
#pragma once

#include <vector>

#include "arch/ese/controller.h"
#include "arch/ese/mapper.h"
#include "sim/machine/machine.h"

namespace arch::ese {

/// The time until the first state as "initial", then each state; states of one name are one phase.
std::vector<sim::machine::Phase> phases_of(const Config& config, const Mapping& mapping,
                                           const ControlCounts& control);

/// Of a time step of one batch: all matrices together.
std::vector<sim::machine::Figure> figures_of(const Config& config, const Mapping& mapping,
                                             const ControlCounts& control);

}  // namespace arch::ese
