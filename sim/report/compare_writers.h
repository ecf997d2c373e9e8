// SPDX-License-Identifier: Apache-2.0
// Published against simulated, as text, JSON and CSV.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/compare.h"

namespace sim::report {

std::string to_text(const std::vector<explore::Verdict>& verdicts);
std::string to_json(const std::vector<explore::Verdict>& verdicts);
/// A line for each claim.
std::string to_json_lines(const std::vector<explore::Verdict>& verdicts);
std::string to_csv(const std::vector<explore::Verdict>& verdicts);

}  // namespace sim::report
