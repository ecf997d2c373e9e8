// SPDX-License-Identifier: Apache-2.0
// Where the keys and values of a JSON text start. The parser of nlohmann-json knows only where it
// has read to, so this walks through the same text beside it, one step per event of the parser.
#pragma once

#include <cstddef>
#include <string_view>

namespace sim::config {

struct Position {
  int line = 1;
  int column = 1;
};

/// The position of the byte at `offset`. Columns count characters of UTF-8.
Position position_of(std::string_view text, std::size_t offset);

class TokenPositions {
 public:
  /// `text` is seen, not copied.
  explicit TokenPositions(std::string_view text) : text_(text) {}

  /// The start of the next key or value (of an object or array: its bracket). Exact as long as the
  /// text up to there is valid; at the end of the text, the end.
  Position next();

 private:
  bool more() const { return offset_ < text_.size(); }
  void advance();
  void skip_to_token();
  void skip_comment();
  void skip_token();

  std::string_view text_;
  std::size_t offset_ = 0;
  Position position_;
};

}  // namespace sim::config
