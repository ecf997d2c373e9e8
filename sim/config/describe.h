// SPDX-License-Identifier: Apache-2.0
// Parameters as a table for people: what the command line's `describe` prints.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/config/field.h"

namespace sim::config {

struct Row {
  std::string key;
  std::string value;  ///< the present one, as JSON text
  std::string unit;
  std::string rule;  ///< "at least 1", empty if everything is allowed
  std::string meaning;
  std::string source;  ///< where the value comes from, empty if unknown
  bool required = true;
};

/// One row per field, in their order. `sources` maps keys of fields to texts.
std::vector<Row> describe(const Fields& fields,
                          const std::map<std::string, std::string>& sources = {});

}  // namespace sim::config
