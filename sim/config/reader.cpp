// SPDX-License-Identifier: Apache-2.0
#include "sim/config/reader.h"

#include "sim/base/nearest.h"
#include "sim/config/json_text.h"
#include "sim/config/level.h"
#include "sim/config/value_reader.h"

namespace sim::config {
namespace {

class LevelReader {
 public:
  explicit LevelReader(Problems& problems) : problems_(problems) {}

  void read_object(const Node& object, const Level& level) const {
    if (object.kind() != Kind::object) {
      report_type(object, name_of(Kind::object), "", problems_);
      return;
    }
    for (const auto& place : object.repeated_keys()) problems_.add(place, "given twice");
    report_unknown(object, level);
    for (const auto& part : level.parts) {
      if (part.foreign) continue;
      if (const auto node = object.find(part.key)) {
        read_part(*node, part);
      } else {
        report_missing(object, part, "");
      }
    }
  }

 private:
  void read_part(const Node& node, const Level& part) const {
    if (part.field == nullptr) return read_object(node, part);
    read_value(node, *part.field, problems_);
  }

  void report_unknown(const Node& object, const Level& level) const {
    for (const auto& key : object.keys()) {
      if (level.find(key) != nullptr) continue;
      const auto place = object.find(key)->key_place();
      if (place.pointer == "/$schema") continue;
      problems_.add(place, "unknown key" + did_you_mean(key, level.keys()));
    }
  }

  // Of an object that is missing as a whole, each required parameter is reported.
  void report_missing(const Node& object, const Level& part, const std::string& above) const {
    const auto pointer = above + '/' + escaped(part.key);
    for (const auto& inner : part.parts) report_missing(object, inner, pointer);
    if (part.field == nullptr || !part.field->required) return;
    auto place = object.place();
    place.pointer += pointer;
    auto about = part.field->about();
    if (!part.field->rule.empty()) {
      about += (about.empty() ? "must be " : "; must be ") + part.field->rule.text();
    }
    problems_.add(place, "missing" + in_parentheses(about));
  }

  Problems& problems_;
};

}  // namespace

void read(const Node& object, const Fields& fields, Problems& problems,
          const std::vector<std::string>& also_known) {
  LevelReader(problems).read_object(object, levels_of(fields, also_known));
}

std::vector<Node> list_of(const Node& object, const std::string& key, const std::string& meaning,
                          Problems& problems) {
  if (object.kind() != Kind::object) return {};  // read() has reported it
  const auto list = object.find(key);
  if (!list) {
    auto place = object.place();
    place.pointer += '/' + escaped(key);
    problems.add(place, "missing" + in_parentheses(meaning));
    return {};
  }
  if (list->kind() != Kind::array) report_type(*list, name_of(Kind::array), meaning, problems);
  return list->elements();
}

}  // namespace sim::config
