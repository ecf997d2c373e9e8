// SPDX-License-Identifier: Apache-2.0
// From a document to the variables of fields, with every problem of the user's at once.
#pragma once

#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/config/field.h"

namespace sim::config {

/// Sets the variables of `fields` from `object` and reports what is wrong: not an object, a key
/// that is unknown, missing or given twice, a value of the wrong type or against its rule. A
/// variable with a problem keeps its value. `also_known` are keys that the caller reads himself;
/// "$schema" is always allowed at the root of a document, so that editors can complete it.
void read(const Node& object, const Fields& fields, Problems& problems,
          const std::vector<std::string>& also_known = {});

/// The elements of the list at `key` of `object`, for callers who read lists of objects. Reports a
/// missing key or a value that is not a list, and gives nothing then. `key` belongs in
/// `also_known`.
std::vector<Node> list_of(const Node& object, const std::string& key, const std::string& meaning,
                          Problems& problems);

}  // namespace sim::config
