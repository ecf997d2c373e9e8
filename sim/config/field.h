// SPDX-License-Identifier: Apache-2.0
// A parameter is told once: its key, variable, meaning, unit and rule. Reading, checking,
// description and JSON Schema all follow from it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/config/rule.h"

namespace sim::config {

/// A variable of some enum type, which the file gives by name.
struct Choice {
  std::vector<std::string> names;
  std::function<void(std::size_t)> store;  ///< by position in `names`
  std::function<std::size_t()> position;   ///< of the present value; names.size() if it has none
};

/// `field(key, choice(policy, {{"round_robin", Policy::round_robin}, ...}), ...)`.
template <class Enum>
Choice choice(Enum& variable, const std::vector<std::pair<std::string, Enum>>& values) {
  Choice made;
  for (const auto& value : values) made.names.push_back(value.first);
  made.store = [&variable, values](std::size_t i) { variable = values.at(i).second; };
  made.position = [&variable, values] {
    std::size_t i = 0;
    while (i < values.size() && values[i].second != variable) ++i;
    return i;
  };
  return made;
}

using Variable = std::variant<std::int64_t*, int*, double*, bool*, std::string*,
                              std::vector<std::int64_t>*, std::vector<double>*, Choice>;

/// The variables must outlive the field.
struct Field {
  std::string key;  ///< with '/' for nested objects: "activation_queue/slots"
  Variable variable;
  std::string meaning;
  std::string unit;  ///< empty for pure numbers, strings and switches
  Rule rule;         ///< of a choice: includes its names
  bool required = true;
  bool timing = false;  ///< see only_timing()

  /// The same, but keeps the variable's present value if the key is missing.
  Field optional() const;
  /// The same, of a parameter that changes when things happen and what they cost, but neither what
  /// is computed nor where.
  Field only_timing() const;
  /// "meaning, unit".
  std::string about() const;
  /// The variable's present value as JSON text.
  std::string value_json() const;
};

using Fields = std::vector<Field>;

namespace detail {
Field made_field(std::string key, Variable variable, std::string meaning, std::string unit,
                 Rule rule);
}

/// T is a type of Variable. Fault if the key is not of the form "a/b/c".
template <class T>
Field field(std::string key, T& variable, std::string meaning, std::string unit = "",
            Rule rule = {}) {
  return detail::made_field(std::move(key), &variable, std::move(meaning), std::move(unit),
                            std::move(rule));
}

inline Field field(std::string key, Choice choice, std::string meaning, std::string unit = "",
                   Rule rule = {}) {
  return detail::made_field(std::move(key), std::move(choice), std::move(meaning), std::move(unit),
                            std::move(rule));
}

/// Canonical JSON of the present values of all fields; reading it gives the same values.
std::string values_json(const Fields& fields);

}  // namespace sim::config
