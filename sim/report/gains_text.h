// SPDX-License-Identifier: Apache-2.0
// What changes of a config's parameters would gain, as a table.
#pragma once

#include <string>
#include <vector>

#include "sim/machine/result.h"

namespace sim::report {

/// Parameters that gain something; the others by name.
std::string gains_text(const std::vector<machine::GainResult>& gains);

}  // namespace sim::report
