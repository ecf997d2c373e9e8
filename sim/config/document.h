// SPDX-License-Identifier: Apache-2.0
// A JSON document that remembers where each of its values stands, so that every complaint about a
// value can name its file, line, column and JSON pointer. Comments (// and /* */) are allowed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/config/settings.h"

namespace sim::config {

struct Member;
struct Value;

/// What a value is. A number without a fraction is an integer however it is written (16.0, 1e3),
/// as in JSON Schema, if it fits in 64 bits.
enum class Kind { null, boolean, integer, number, string, array, object };

/// "a whole number", "a string", ...: a kind in a sentence.
std::string name_of(Kind kind);

struct Mark;

/// A cheap handle to one value, which it keeps alive. A later Document::set does not change it.
class Node {
 public:
  Kind kind() const;
  std::string kind_name() const { return name_of(kind()); }
  /// Where the value starts. Columns count characters, not bytes.
  Place place() const;
  /// Where the key of the value starts; the value's own place if it has no key.
  Place key_place() const;

  /// The member of an object; nothing if there is none or if this is not an object.
  std::optional<Node> find(const std::string& key) const;
  /// The keys of an object in the order of the file, each once.
  std::vector<std::string> keys() const;
  /// The places of all keys of this object that were given before. The last value counts.
  std::vector<Place> repeated_keys() const;
  /// The elements of an array.
  std::vector<Node> elements() const;

  /// The value of a node whose kind was checked; Fault if it is of another. A whole number is
  /// also a number.
  std::int64_t as_integer() const;
  double as_number() const;
  const std::string& as_string() const;
  bool as_boolean() const;

  /// Compact JSON with sorted keys.
  std::string text() const;
  /// The value as JSON for a message, at most 40 characters long.
  std::string shown() const;

 private:
  friend class Document;
  Node(std::shared_ptr<const Value> value, std::string pointer)
      : value_(std::move(value)), pointer_(std::move(pointer)) {}
  Node member(const Member& member) const;

  std::shared_ptr<const Value> value_;
  std::string pointer_;
  std::shared_ptr<const Mark> key_mark_;  ///< of the member that it is, within its object
};

class Document {
 public:
  /// Throws UserError if the file cannot be read or is not JSON.
  static Document read(const std::filesystem::path& file);
  /// `file` is the name for messages. Throws UserError if the text is not JSON.
  static Document parse(const std::string& text, const std::string& file);

  /// Puts a value at a JSON pointer: JSON if it parses, else the text itself as a string. The keys
  /// * and 2-5 stand for all elements of a list, and for those from 2 to 5. The last key may be new
  /// (the reader will say if it is unknown), its parent may not. `origin` is the value's file in
  /// messages. Throws UserError on a pointer that is malformed or leads nowhere.
  void set(const std::string& pointer, const std::string& value_text,
           const std::string& origin = "--set");
  /// All of them. Those that cannot be made become problems.
  void set(const Settings& settings, const std::string& origin, Problems& problems);

  Node root() const { return Node(root_, ""); }
  /// Compact JSON with sorted keys: equal for equal content, for hashing.
  std::string text() const;

 private:
  explicit Document(std::shared_ptr<const Value> root) : root_(std::move(root)) {}

  std::shared_ptr<const Value> root_;
};

}  // namespace sim::config
