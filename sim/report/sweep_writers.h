// SPDX-License-Identifier: Apache-2.0
// A sweep as text, JSON, CSV and JSON lines (one object for each point).
#pragma once

#include <string>

#include "sim/explore/sweep/table.h"

namespace sim::report {

std::string to_text(const explore::sweep::SweepTable& table);
std::string to_json(const explore::sweep::SweepTable& table);
std::string to_csv(const explore::sweep::SweepTable& table);
std::string to_json_lines(const explore::sweep::SweepTable& table);

}  // namespace sim::report
