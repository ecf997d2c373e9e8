// SPDX-License-Identifier: Apache-2.0
#include "sim/config/parse.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "sim/config/json_text.h"
#include "sim/config/token_positions.h"

namespace sim::config {
namespace {

// What nlohmann-json says, without its own prefix and position. It quotes half characters, which
// would break a report in JSON: they are replaced.
std::string complaint(std::string text) {
  if (text.starts_with('[')) text.erase(0, text.find("] ") + 2);
  if (text.starts_with("parse error")) text.erase(0, text.find(": ") + 2);
  return shortened(nlohmann::json::parse(json_quoted(text)).get<std::string>(), 160);
}

// Receives the parser's events and builds the tree, taking one token position per event.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const std::string& text, const std::string& file, bool with_positions)
      : text_(text),
        positions_(text),
        file_(std::make_shared<const std::string>(file)),
        with_positions_(with_positions) {}

  ValuePointer root() const { return root_; }

  bool null() override { return add(Kind::null, std::monostate{}, ""); }
  bool boolean(bool value) override { return add(Kind::boolean, value, ""); }
  bool number_integer(std::int64_t value) override {
    return add(Kind::integer, value, std::to_string(value));
  }
  bool number_unsigned(std::uint64_t value) override {
    if (value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
      return add(Kind::number, static_cast<double>(value), std::to_string(value));
    }
    return number_integer(static_cast<std::int64_t>(value));
  }
  bool number_float(double value, const std::string& literal) override {
    if (std::trunc(value) == value && std::abs(value) < 0x1p63) {
      return add(Kind::integer, static_cast<std::int64_t>(value), literal);
    }
    return add(Kind::number, value, literal);
  }
  bool string(std::string& value) override { return add(Kind::string, std::move(value), ""); }
  bool binary(nlohmann::json::binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Kind::object); }
  bool start_array(std::size_t) override { return open(Kind::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& key) override {
    open_.back().key = std::move(key);
    open_.back().key_mark = next_mark();
    return true;
  }

  bool parse_error(std::size_t bytes_read, const std::string&,
                   const nlohmann::json::exception& error) override {
    fail(position_of(text_, bytes_read > 0 ? bytes_read - 1 : 0), complaint(error.what()));
  }

 private:
  struct Open {
    std::shared_ptr<Value> value;
    std::string key;
    Mark key_mark;
    std::unordered_map<std::string, std::size_t> seen;
  };

  [[noreturn]] void fail(Position at, std::string text) const {
    throw UserError({Problem{Mark{file_, at.line, at.column}.place(""), std::move(text)}});
  }

  Mark next_mark() {
    if (!with_positions_) return {file_, 0, 0};
    const auto position = positions_.next();
    return {file_, position.line, position.column};
  }

  template <class Scalar>
  bool add(Kind kind, Scalar scalar, std::string literal) {
    place(std::make_shared<Value>(
        Value{kind, next_mark(), std::move(scalar), std::move(literal), {}, {}, {}}));
    return true;
  }

  bool open(Kind kind) {
    const auto mark = next_mark();
    if (open_.size() == deepest_nesting) {
      fail({mark.line, mark.column},
           "nested more than " + std::to_string(deepest_nesting) + " levels deep");
    }
    open_.push_back({std::make_shared<Value>(Value{kind, mark, {}, "", {}, {}, {}}), "", {}, {}});
    return true;
  }

  bool close() {
    auto value = std::move(open_.back().value);
    open_.pop_back();
    place(std::move(value));
    return true;
  }

  void place(ValuePointer value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return;
    }
    auto& parent = open_.back();
    if (parent.value->kind == Kind::array) {
      parent.value->elements.push_back(std::move(value));
      return;
    }
    auto& members = parent.value->members;
    const auto [known, is_new] = parent.seen.try_emplace(parent.key, members.size());
    if (is_new) {
      members.push_back({parent.key, parent.key_mark, std::move(value)});
    } else {
      parent.value->repeats.push_back({parent.key, parent.key_mark});
      members[known->second].value = std::move(value);
    }
  }

  const std::string& text_;
  TokenPositions positions_;
  std::shared_ptr<const std::string> file_;
  bool with_positions_;
  ValuePointer root_;
  std::vector<Open> open_;
};

}  // namespace

ValuePointer parse_value(const std::string& text, const std::string& file, bool with_positions) {
  // nlohmann-json takes a NUL for the end and would silently ignore what follows.
  if (const auto nul = text.find('\0'); nul != std::string::npos) {
    const auto at = position_of(text, nul);
    throw UserError({Problem{{file, at.line, at.column, ""}, "a NUL character is not JSON"}});
  }
  Builder builder(text, file, with_positions);
  nlohmann::json::sax_parse(text, &builder, nlohmann::json::input_format_t::json, /*strict=*/true,
                            /*ignore_comments=*/true);
  return builder.root();
}

}  // namespace sim::config
