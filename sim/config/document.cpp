// SPDX-License-Identifier: Apache-2.0
#include "sim/config/document.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

#include "sim/config/json_text.h"
#include "sim/config/parse.h"
#include "sim/config/set_value.h"
#include "sim/config/value.h"

namespace sim::config {
namespace {

template <class T>
const T& scalar(const Value& value, Kind wanted) {
  if (const T* found = std::get_if<T>(&value.scalar)) return *found;
  throw Fault("a JSON value was read as " + name_of(wanted) + " but is " + name_of(value.kind));
}

std::string system_message(int error) { return std::generic_category().message(error); }

}  // namespace

std::string name_of(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a string";
    case Kind::array:
      return "a list";
    case Kind::object:
      return "an object";
  }
  throw Fault("a JSON value of no kind");
}

Kind Node::kind() const { return value_->kind; }

Place Node::place() const { return value_->mark.place(pointer_); }

Place Node::key_place() const { return key_mark_ ? key_mark_->place(pointer_) : place(); }

Node Node::member(const Member& member) const {
  Node node(member.value, pointer_ + '/' + escaped(member.key));
  node.key_mark_ = {value_, &member.mark};  // which lives as long as the object
  return node;
}

std::optional<Node> Node::find(const std::string& key) const {
  for (const auto& candidate : value_->members) {
    if (candidate.key == key) return member(candidate);
  }
  return std::nullopt;
}

std::vector<std::string> Node::keys() const {
  std::vector<std::string> keys;
  for (const auto& member : value_->members) keys.push_back(member.key);
  return keys;
}

std::vector<Place> Node::repeated_keys() const {
  std::vector<Place> places;
  for (const auto& repeat : value_->repeats) {
    places.push_back(repeat.mark.place(pointer_ + '/' + escaped(repeat.key)));
  }
  return places;
}

std::vector<Node> Node::elements() const {
  std::vector<Node> nodes;
  for (const auto& element : value_->elements) {
    nodes.push_back(Node(element, pointer_ + '/' + std::to_string(nodes.size())));
  }
  return nodes;
}

std::int64_t Node::as_integer() const { return scalar<std::int64_t>(*value_, Kind::integer); }

double Node::as_number() const {
  if (kind() == Kind::integer) return static_cast<double>(as_integer());
  return scalar<double>(*value_, Kind::number);
}

const std::string& Node::as_string() const { return scalar<std::string>(*value_, Kind::string); }

bool Node::as_boolean() const { return scalar<bool>(*value_, Kind::boolean); }

std::string Node::shown() const { return shortened(written_text(*value_), 40); }

Document Document::read(const std::filesystem::path& file) {
  const auto fail = [&file](const std::string& why) {
    throw UserError({Problem{{file.string(), 0, 0, ""}, "cannot be read: " + why}});
  };
  std::error_code ignored;
  // A directory opens like a file and then looks empty.
  if (std::filesystem::is_directory(file, ignored)) fail(system_message(EISDIR));
  std::ifstream stream(file, std::ios::binary);
  if (!stream) fail(system_message(errno));
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  return parse(text, file.string());
}

Document Document::parse(const std::string& text, const std::string& file) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const bool marked = text.starts_with(byte_order_mark);
  return Document(parse_value(marked ? text.substr(byte_order_mark.size()) : text, file,
                              /*with_positions=*/true));
}

void Document::set(const std::string& pointer, const std::string& value_text,
                   const std::string& origin) {
  root_ = with_value_set(root_, pointer, value_text, origin);
}

void Document::set(const Settings& settings, const std::string& origin, Problems& problems) {
  for (const auto& setting : settings) {
    problems.attempt([&] { set(setting.first, setting.second, origin); });
  }
}

std::string Node::text() const { return canonical_text(*value_); }

std::string Document::text() const { return canonical_text(*root_); }

}  // namespace sim::config
