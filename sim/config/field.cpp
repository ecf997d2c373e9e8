// SPDX-License-Identifier: Apache-2.0
#include "sim/config/field.h"

#include <fmt/format.h>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/config/json_text.h"
#include "sim/config/level.h"

namespace sim::config {
namespace {

// The JSON text of a variable, by its type.
struct JsonText {
  std::string key;

  std::string operator()(const std::int64_t* value) const { return std::to_string(*value); }
  std::string operator()(const int* value) const { return std::to_string(*value); }
  std::string operator()(const double* value) const { return number_text(*value); }
  std::string operator()(const bool* value) const { return *value ? "true" : "false"; }
  std::string operator()(const std::string* value) const { return json_quoted(*value); }

  template <class T>
  std::string operator()(const std::vector<T>* values) const {
    std::vector<std::string> texts;
    for (const T& value : *values) texts.push_back((*this)(&value));
    return fmt::format("[{}]", fmt::join(texts, ","));
  }

  std::string operator()(const Choice& choice) const {
    const auto position = choice.position();
    if (position < choice.names.size()) return json_quoted(choice.names[position]);
    throw Fault("the value of parameter " + key + " has no name");
  }
};

std::string json_of(const Level& level) {
  if (level.field != nullptr) return level.field->value_json();
  std::vector<std::string> members;
  for (const auto& part : level.parts)
    members.push_back(json_quoted(part.key) + ':' + json_of(part));
  return fmt::format("{{{}}}", fmt::join(members, ","));
}

}  // namespace

Field Field::optional() const {
  Field copy = *this;
  copy.required = false;
  return copy;
}

Field Field::only_timing() const {
  auto same = *this;
  same.timing = true;
  return same;
}

std::string Field::about() const {
  return meaning + (meaning.empty() || unit.empty() ? "" : ", ") + unit;
}

std::string Field::value_json() const { return std::visit(JsonText{key}, variable); }

Field detail::made_field(std::string key, Variable variable, std::string meaning, std::string unit,
                         Rule rule) {
  if (const auto* choice = std::get_if<Choice>(&variable)) rule = one_of(choice->names) && rule;
  return {std::move(key), std::move(variable), std::move(meaning), std::move(unit),
          std::move(rule)};
}

std::string values_json(const Fields& fields) {
  return Document::parse(json_of(levels_of(fields, {})), "values").text();
}

}  // namespace sim::config
