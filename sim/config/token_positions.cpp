// SPDX-License-Identifier: Apache-2.0
#include "sim/config/token_positions.h"

#include <algorithm>

namespace sim::config {
namespace {

void step(Position& position, char c) {
  const bool continues_character = (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
  if (c == '\n') {
    position = {position.line + 1, 1};
  } else if (!continues_character) {
    ++position.column;
  }
}

bool is_one_of(char c, std::string_view characters) {
  return characters.find(c) != std::string_view::npos;
}

constexpr std::string_view between_tokens = " \t\r\n,:]}";

}  // namespace

Position position_of(std::string_view text, std::size_t offset) {
  Position position;
  for (const char c : text.substr(0, std::min(offset, text.size()))) step(position, c);
  return position;
}

void TokenPositions::advance() {
  step(position_, text_[offset_]);
  ++offset_;
}

void TokenPositions::skip_comment() {
  const bool to_end_of_line = text_.substr(offset_, 2) == "//";
  const std::string_view end = to_end_of_line ? "\n" : "*/";
  advance();
  if (more()) advance();
  while (more() && text_.substr(offset_, end.size()) != end) advance();
  for (std::size_t i = 0; i < end.size() && more(); ++i) advance();
}

void TokenPositions::skip_to_token() {
  while (more()) {
    if (text_[offset_] == '/') {
      skip_comment();
    } else if (is_one_of(text_[offset_], between_tokens)) {
      advance();
    } else {
      return;
    }
  }
}

void TokenPositions::skip_token() {
  const char first = text_[offset_];
  advance();
  if (first == '{' || first == '[') return;
  if (first != '"') {
    while (more() && !is_one_of(text_[offset_], between_tokens) &&
           !is_one_of(text_[offset_], "{[\"/")) {
      advance();
    }
    return;
  }
  while (more() && text_[offset_] != '"') {
    if (text_[offset_] == '\\') advance();
    if (more()) advance();
  }
  if (more()) advance();
}

Position TokenPositions::next() {
  skip_to_token();
  const auto start = position_;
  if (more()) skip_token();
  return start;
}

}  // namespace sim::config
