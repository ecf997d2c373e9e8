// SPDX-License-Identifier: Apache-2.0
// One cell of a CSV file (RFC 4180).
#pragma once

#include <string>

namespace sim::report {

/// The text, in quotes if it holds a comma, a quote or a line break.
std::string csv_cell(const std::string& text);

}  // namespace sim::report
