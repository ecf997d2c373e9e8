// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/settings_reader.h"

#include "sim/config/reader.h"

namespace sim::explore {

std::vector<std::string> read_strings(const config::Node& object, const std::string& key,
                                      Problems& problems) {
  std::vector<std::string> texts;
  if (!object.find(key)) return texts;
  for (const auto& node : config::list_of(object, key, "names", problems)) {
    if (node.kind() == config::Kind::string) {
      texts.push_back(node.as_string());
    } else {
      problems.add(node.place(), "expected a string, got " + node.shown());
    }
  }
  return texts;
}

config::Settings read_settings(const config::Node& object, const std::string& key,
                               Problems& problems) {
  config::Settings settings;
  const auto node = object.find(key);
  if (!node) return settings;
  if (node->kind() != config::Kind::object) {
    problems.add(node->place(), "expected {\"/json/pointer\": value, ...}, got " + node->shown());
  }
  for (const auto& pointer : node->keys()) {
    settings.emplace_back(pointer, node->find(pointer)->text());
  }
  return settings;
}

}  // namespace sim::explore
