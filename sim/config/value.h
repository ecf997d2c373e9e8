// SPDX-License-Identifier: Apache-2.0
// The tree behind a Document. Values are shared and never change: a new version of a document
// copies only the way from the root to what is different.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "sim/config/document.h"

namespace sim::config {

/// Where something stands, without its pointer, which depends on the way that leads to it.
struct Mark {
  std::shared_ptr<const std::string> file;
  int line = 0;
  int column = 0;

  Place place(const std::string& pointer) const { return {*file, line, column, pointer}; }
};

using ValuePointer = std::shared_ptr<const Value>;

struct Member {
  std::string key;
  Mark mark;  ///< of the key
  ValuePointer value;
};

struct Repeat {
  std::string key;
  Mark mark;
};

struct Value {
  Kind kind = Kind::null;
  Mark mark;
  std::variant<std::monostate, bool, std::int64_t, double, std::string> scalar;
  std::string literal;  ///< a number as the user wrote it
  std::vector<ValuePointer> elements;
  std::vector<Member> members;
  std::vector<Repeat> repeats;  ///< keys that were given before
};

/// Objects and arrays inside each other; more is an error, so that recursion is safe.
inline constexpr std::size_t deepest_nesting = 100;

}  // namespace sim::config
