// SPDX-License-Identifier: Apache-2.0
// The nested objects that the keys of a list of fields stand for.
#pragma once

#include <string>
#include <vector>

#include "sim/config/field.h"

namespace sim::config {

/// One key: a parameter, an object of further keys, or a key that somebody else reads.
struct Level {
  std::string key;
  const Field* field = nullptr;  ///< of a parameter
  bool foreign = false;          ///< read by somebody else
  std::vector<Level> parts;      ///< of an object, in the order of the fields

  std::vector<std::string> keys() const;
  const Level* find(const std::string& key) const;
  /// Whether an object must have this: it is or contains a required parameter.
  bool required() const;
};

/// The whole tree; `fields` must outlive it. `foreign` are keys like those of fields. Fault if a
/// key is malformed, given twice, or both a parameter and an object.
Level levels_of(const Fields& fields, const std::vector<std::string>& foreign);

}  // namespace sim::config
