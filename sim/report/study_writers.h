// SPDX-License-Identifier: Apache-2.0
// A study of pruning structures, as text, JSON and CSV.
#pragma once

#include <string>

#include "sim/explore/study.h"

namespace sim::report {

std::string to_text(const explore::Study& study);
std::string to_json(const explore::Study& study);
std::string to_csv(const explore::Study& study);

}  // namespace sim::report
