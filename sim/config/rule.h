// SPDX-License-Identifier: Apache-2.0
// What a parameter may be: one source for the check, the sentence in a message and the JSON Schema.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sim::config {

/// A single value of a parameter; the rule of a list holds for each of its elements.
using Scalar = std::variant<std::int64_t, double, std::string>;

struct Condition {
  std::string text;                          ///< continues "must be"
  std::function<bool(const Scalar&)> holds;  ///< Fault if it makes no sense for such a value
  std::vector<std::pair<std::string, std::string>> schema = {};  ///< keyword and its JSON text
  std::vector<Scalar> allowed = {};  ///< every value that it allows, if they can be listed
  bool of_size = false;  ///< about the length of a whole list or string, passed as an integer
};

/// Conditions that must all hold; none of them: everything is allowed.
struct Rule {
  std::vector<Condition> conditions;

  bool empty() const { return conditions.empty(); }
  /// "from 1 to 16 and a power of two".
  std::string text() const;
  bool allows(const Scalar& value) const;
  bool allows_size(std::size_t size) const;
};

Rule at_least(double lowest);
Rule at_most(double highest);
Rule above(double bound);
Rule below(double bound);
Rule between(double lowest, double highest);  ///< both included
Rule power_of_two();                          ///< 1, 2, 4, ...
Rule multiple_of(std::int64_t factor);        ///< `factor` is positive
Rule one_of(const std::vector<std::string>& names);
Rule one_of(std::initializer_list<std::string> names);
Rule one_of(std::initializer_list<std::int64_t> numbers);
Rule non_empty();  ///< for strings and lists
Rule operator&&(Rule a, const Rule& b);

}  // namespace sim::config
