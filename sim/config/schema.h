// SPDX-License-Identifier: Apache-2.0
// JSON Schema (draft 2020-12) of a configuration, so that editors complete and check it as it is
// typed. It says what the reader says, except that it cannot see a key that is given twice, and
// does not tell the largest and smallest values of an integer type.
#pragma once

#include <map>
#include <string>

#include "sim/config/field.h"

namespace sim::config {

/// A key that the caller reads himself, in the schema.
struct ForeignKey {
  std::string schema = "true";  ///< JSON Schema of its value; true: anything
  bool required = false;
};

/// Indented JSON text, ending with a new line. `also_known` maps keys as in read(). Fault if one of
/// its schemas is not JSON.
std::string schema(const Fields& fields, const std::string& title,
                   const std::map<std::string, ForeignKey>& also_known = {});

}  // namespace sim::config
