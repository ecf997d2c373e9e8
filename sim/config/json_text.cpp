// SPDX-License-Identifier: Apache-2.0
#include "sim/config/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace sim::config {
namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }

std::string text_of(const Value& value, bool canonical) {
  std::vector<std::string> parts;
  switch (value.kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return std::get<bool>(value.scalar) ? "true" : "false";
    case Kind::integer:
      return canonical ? std::to_string(std::get<std::int64_t>(value.scalar)) : value.literal;
    case Kind::number:
      return canonical ? number_text(std::get<double>(value.scalar)) : value.literal;
    case Kind::string:
      return json_quoted(std::get<std::string>(value.scalar));
    case Kind::array:
      for (const auto& element : value.elements) parts.push_back(text_of(*element, canonical));
      return fmt::format("[{}]", fmt::join(parts, ","));
    case Kind::object:
      for (const auto& member : value.members) {
        parts.push_back(json_quoted(member.key) + ':' + text_of(*member.value, canonical));
      }
      if (canonical) std::sort(parts.begin(), parts.end());
      return fmt::format("{{{}}}", fmt::join(parts, ","));
  }
  throw Fault("a JSON value of no kind");
}

}  // namespace

std::string shortened(const std::string& text, std::size_t limit) {
  constexpr std::size_t dots = 3;
  std::size_t characters = 0;
  std::size_t cut = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!starts_character(text[i])) continue;
    if (characters == limit - dots) cut = i;
    ++characters;
  }
  return characters <= limit ? text : text.substr(0, cut) + "...";
}

std::string json_quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string number_text(double value) {
  constexpr double largest_exact = 0x1p53;
  if (std::trunc(value) == value && std::abs(value) <= largest_exact) {
    return std::to_string(static_cast<std::int64_t>(value));
  }
  return nlohmann::json(value).dump();
}

std::string written_text(const Value& value) { return text_of(value, false); }

std::string canonical_text(const Value& value) { return text_of(value, true); }

std::string escaped(const std::string& key) {
  std::string text;
  for (const char c : key) {
    if (c == '~' || c == '/') {
      text += c == '~' ? "~0" : "~1";
    } else {
      text += c;
    }
  }
  return text;
}

std::vector<std::string> keys_of_pointer(const std::string& pointer, const Place& place) {
  const auto fail = [&place](const std::string& why) {
    throw UserError({Problem{place, "not a JSON pointer: " + why}});
  };
  if (!pointer.starts_with('/')) fail("it must start with \"/\"");
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      keys.emplace_back();
    } else if (pointer[i] != '~') {
      keys.back() += pointer[i];
    } else {
      const char code = i + 1 < pointer.size() ? pointer[i + 1] : ' ';
      if (code != '0' && code != '1') fail("\"~\" must be followed by 0 or 1");
      keys.back() += code == '0' ? '~' : '/';
      ++i;
    }
  }
  return keys;
}

}  // namespace sim::config
