// SPDX-License-Identifier: Apache-2.0
#include "sim/config/level.h"

#include <algorithm>

#include "sim/base/errors.h"

namespace sim::config {
namespace {

std::vector<std::string> split(const std::string& key) {
  std::vector<std::string> parts(1);
  for (const char c : key) {
    if (c == '/') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  if (std::find(parts.begin(), parts.end(), "") != parts.end()) {
    throw Fault("\"" + key + "\" cannot be the key of a parameter");
  }
  return parts;
}

void add(Level& root, const std::string& key, const Field* field) {
  Level* level = &root;
  for (const auto& part : split(key)) {
    if (level->field != nullptr || level->foreign) {
      throw Fault("key " + key + " goes through a parameter");
    }
    auto& parts = level->parts;
    const auto known =
        std::find_if(parts.begin(), parts.end(), [&](const Level& l) { return l.key == part; });
    if (known != parts.end()) {
      level = &*known;
    } else {
      level = &parts.emplace_back(Level{part, nullptr, false, {}});
    }
  }
  if (level->field != nullptr || level->foreign || !level->parts.empty()) {
    throw Fault("key " + key + " is used twice");
  }
  level->field = field;
  level->foreign = field == nullptr;
}

}  // namespace

std::vector<std::string> Level::keys() const {
  std::vector<std::string> keys;
  for (const auto& part : parts) keys.push_back(part.key);
  return keys;
}

const Level* Level::find(const std::string& wanted) const {
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const Level& part) { return part.key == wanted; });
  return found == parts.end() ? nullptr : &*found;
}

bool Level::required() const {
  if (field != nullptr) return field->required;
  return std::any_of(parts.begin(), parts.end(), [](const Level& part) { return part.required(); });
}

Level levels_of(const Fields& fields, const std::vector<std::string>& foreign) {
  Level root;
  for (const auto& field : fields) add(root, field.key, &field);
  for (const auto& key : foreign) add(root, key, nullptr);
  return root;
}

}  // namespace sim::config
