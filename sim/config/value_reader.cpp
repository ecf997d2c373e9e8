// SPDX-License-Identifier: Apache-2.0
#include "sim/config/value_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "sim/base/nearest.h"

namespace sim::config {
namespace {

// The nearest of the names that a rule allows, if it lists any.
std::string nearest_allowed(const Rule& rule, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& condition : rule.conditions) {
    for (const auto& allowed : condition.allowed) {
      if (const auto* known = std::get_if<std::string>(&allowed)) names.push_back(*known);
    }
  }
  return did_you_mean(name, names);
}

// Reads the value of one field; called with the pointer to its variable.
class ValueReader {
 public:
  ValueReader(const Node& node, const Field& field, Problems& problems)
      : node_(node), field_(field), problems_(problems) {}

  template <class T>
  void operator()(T* variable) const {
    take(node_, *variable);
  }

  template <class T>
  void operator()(std::vector<T>* variable) const {
    if (node_.kind() != Kind::array) return wrong_type(node_, name_of(Kind::array));
    const auto elements = node_.elements();
    if (!field_.rule.allows_size(elements.size())) return against_rule(node_, field_.rule.text());
    std::vector<T> values(elements.size());
    bool all_good = true;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      all_good = take(elements[i], values[i]) && all_good;
    }
    if (all_good) *variable = std::move(values);
  }

  void operator()(const Choice& choice) const {
    std::string name;
    if (!take(node_, name)) return;
    const auto found = std::find(choice.names.begin(), choice.names.end(), name);
    choice.store(static_cast<std::size_t>(found - choice.names.begin()));
  }

 private:
  bool take(const Node& node, std::int64_t& variable) const;
  bool take(const Node& node, int& variable) const;
  bool take(const Node& node, double& variable) const;
  bool take(const Node& node, bool& variable) const;
  bool take(const Node& node, std::string& variable) const;
  std::optional<std::int64_t> integer(const Node& node, std::int64_t lowest,
                                      std::int64_t highest) const;
  void wrong_type(const Node& node, const std::string& expected) const {
    report_type(node, expected, field_.about(), problems_);
  }
  void against_rule(const Node& node, const std::string& rule) const;

  const Node& node_;
  const Field& field_;
  Problems& problems_;
};

void ValueReader::against_rule(const Node& node, const std::string& rule) const {
  const bool is_text = node.kind() == Kind::string;
  const bool is_list = node.kind() == Kind::array;
  const auto hint = is_text ? nearest_allowed(field_.rule, node.as_string()) : "";
  problems_.add(node.place(), node.shown() +
                                  (is_text || is_list ? " is not allowed" : " is out of range") +
                                  ": must be " + rule + hint + in_parentheses(field_.about()));
}

bool is_whole(const Node& node) {
  if (node.kind() != Kind::number) return node.kind() == Kind::integer;
  return std::trunc(node.as_number()) == node.as_number();
}

// The rule of the field speaks first; only what it allows can be too large for the variable. What
// is too large for any variable is a number and not an integer.
std::optional<std::int64_t> ValueReader::integer(const Node& node, std::int64_t lowest,
                                                 std::int64_t highest) const {
  if (!is_whole(node)) {
    wrong_type(node, name_of(Kind::integer));
    return std::nullopt;
  }
  const bool is_integer = node.kind() == Kind::integer;
  const Scalar scalar = is_integer ? Scalar(node.as_integer()) : Scalar(node.as_number());
  if (!field_.rule.allows(scalar)) {
    against_rule(node, field_.rule.text());
  } else if (is_integer ? node.as_integer() < lowest : node.as_number() < 0) {
    against_rule(node, "at least " + std::to_string(lowest));
  } else if (!is_integer || node.as_integer() > highest) {
    against_rule(node, "at most " + std::to_string(highest));
  } else {
    return node.as_integer();
  }
  return std::nullopt;
}

bool ValueReader::take(const Node& node, std::int64_t& variable) const {
  using Limits = std::numeric_limits<std::int64_t>;
  const auto value = integer(node, Limits::min(), Limits::max());
  if (value) variable = *value;
  return value.has_value();
}

bool ValueReader::take(const Node& node, int& variable) const {
  using Limits = std::numeric_limits<int>;
  const auto value = integer(node, Limits::min(), Limits::max());
  if (value) variable = static_cast<int>(*value);
  return value.has_value();
}

bool ValueReader::take(const Node& node, double& variable) const {
  const bool is_number = node.kind() == Kind::integer || node.kind() == Kind::number;
  const bool good = is_number && field_.rule.allows(node.as_number());
  if (good) variable = node.as_number();
  if (!is_number) wrong_type(node, name_of(Kind::number));
  if (is_number && !good) against_rule(node, field_.rule.text());
  return good;
}

bool ValueReader::take(const Node& node, bool& variable) const {
  const bool good = node.kind() == Kind::boolean;
  if (good) variable = node.as_boolean();
  if (!good) wrong_type(node, name_of(Kind::boolean));
  return good;
}

bool ValueReader::take(const Node& node, std::string& variable) const {
  const bool is_text = node.kind() == Kind::string;
  const bool good = is_text && field_.rule.allows(node.as_string()) &&
                    field_.rule.allows_size(node.as_string().size());
  if (good) variable = node.as_string();
  if (!is_text) wrong_type(node, name_of(Kind::string));
  if (is_text && !good) against_rule(node, field_.rule.text());
  return good;
}

}  // namespace

std::string in_parentheses(const std::string& text) {
  return text.empty() ? "" : " (" + text + ")";
}

void report_type(const Node& node, const std::string& expected, const std::string& about,
                 Problems& problems) {
  problems.add(node.place(),
               "expected " + expected + ", got " + node.shown() + in_parentheses(about));
}

void read_value(const Node& node, const Field& field, Problems& problems) {
  std::visit(ValueReader(node, field, problems), field.variable);
}

}  // namespace sim::config
