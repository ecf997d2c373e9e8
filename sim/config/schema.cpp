// SPDX-License-Identifier: Apache-2.0
#include "sim/config/schema.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "sim/base/errors.h"
#include "sim/config/level.h"

namespace sim::config {
namespace {

using Json = nlohmann::ordered_json;
using ForeignKeys = std::map<std::string, ForeignKey>;

struct TypeName {
  std::string operator()(const std::int64_t*) const { return "integer"; }
  std::string operator()(const int*) const { return "integer"; }
  std::string operator()(const double*) const { return "number"; }
  std::string operator()(const bool*) const { return "boolean"; }
  std::string operator()(const std::string*) const { return "string"; }
  std::string operator()(const Choice&) const { return "string"; }
  template <class T>
  std::string operator()(const std::vector<T>*) const {
    return (*this)(static_cast<const T*>(nullptr));
  }
};

bool is_list(const Field& field) {
  return std::holds_alternative<std::vector<std::int64_t>*>(field.variable) ||
         std::holds_alternative<std::vector<double>*>(field.variable);
}

bool fits(const Scalar& value, const Field& field) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole == nullptr || !std::holds_alternative<int*>(field.variable) ||
         *whole <= std::numeric_limits<int>::max();
}

// A keyword that stands there already (two bounds, say) gets a sub-schema of its own.
void put(Json& target, const std::string& keyword, const Json& value) {
  if (!target.contains(keyword)) {
    target[keyword] = value;
  } else if (target[keyword] != value) {
    target["allOf"].push_back({{keyword, value}});
  }
}

void put_condition(Json& target, const Condition& condition, const Field& field) {
  for (const auto& [keyword, text] : condition.schema) put(target, keyword, Json::parse(text));
  auto values = Json::array();
  // What the other conditions forbid is left out: a short list is a better help.
  for (const auto& value : condition.allowed) {
    if (!field.rule.allows(value) || !fits(value, field)) continue;
    std::visit([&values](const auto& v) { values.push_back(v); }, value);
  }
  if (!condition.allowed.empty()) put(target, "enum", values);
}

void put_size(Json& target, const Condition& condition, const std::string& keyword) {
  for (const auto& [known, text] : condition.schema) {
    if (known == keyword) put(target, keyword, Json::parse(text));
  }
}

Json schema_of(const Field& field) {
  Json whole;
  Json value;
  value["type"] = std::visit(TypeName{}, field.variable);
  for (const auto& condition : field.rule.conditions) {
    if (!condition.of_size) put_condition(value, condition, field);
  }
  if (is_list(field)) {
    whole["type"] = "array";
    whole["items"] = value;
  } else {
    whole = value;
  }
  for (const auto& condition : field.rule.conditions) {
    if (condition.of_size) put_size(whole, condition, is_list(field) ? "minItems" : "minLength");
  }
  whole["description"] = field.meaning + (field.unit.empty() ? "" : " (" + field.unit + ")");
  if (!field.required) whole["default"] = Json::parse(field.value_json());
  return whole;
}

Json schema_of(const ForeignKey& foreign, const std::string& key) {
  auto parsed = Json::parse(foreign.schema, nullptr, /*allow_exceptions=*/false);
  if (parsed.is_discarded()) throw Fault("the schema of key " + key + " is not JSON");
  return parsed;
}

struct Part {
  Json schema;
  bool required = false;
};

Part part_of(const Level& level, const std::string& path, const ForeignKeys& foreign) {
  if (level.field != nullptr) return {schema_of(*level.field), level.field->required};
  if (level.foreign) return {schema_of(foreign.at(path), path), foreign.at(path).required};
  Json properties = Json::object();
  Json required = Json::array();
  for (const auto& inner : level.parts) {
    auto part = part_of(inner, path.empty() ? inner.key : path + '/' + inner.key, foreign);
    properties[inner.key] = std::move(part.schema);
    if (part.required) required.push_back(inner.key);
  }
  if (path.empty()) properties["$schema"] = {{"type", "string"}};
  Json object = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  if (!required.empty()) object["required"] = required;
  return {object, !required.empty()};
}

}  // namespace

std::string schema(const Fields& fields, const std::string& title,
                   const std::map<std::string, ForeignKey>& also_known) {
  std::vector<std::string> foreign;
  for (const auto& known : also_known) foreign.push_back(known.first);
  Json text = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  text.update(part_of(levels_of(fields, foreign), "", also_known).schema);
  return text.dump(2) + '\n';
}

}  // namespace sim::config
