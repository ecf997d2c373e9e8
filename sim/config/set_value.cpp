// SPDX-License-Identifier: Apache-2.0
#include "sim/config/set_value.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "sim/base/nearest.h"
#include "sim/config/json_text.h"
#include "sim/config/parse.h"

namespace sim::config {
namespace {

// The elements [first, last] of a list that a key stands for: "*" or "2-5".
struct Range {
  std::size_t first = 0, last = 0;
};

std::optional<Range> range_of(const std::string& key, std::size_t elements) {
  if (key == "*") return Range{0, elements - 1};
  Range range;
  const auto* const end = key.data() + key.size();
  const auto first = std::from_chars(key.data(), end, range.first);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '-') return std::nullopt;
  const auto last = std::from_chars(first.ptr + 1, end, range.last);
  if (last.ec != std::errc{} || last.ptr != end) return std::nullopt;
  if (range.first > range.last || range.last >= elements) return std::nullopt;
  return range;
}

class Setting {
 public:
  Setting(const std::string& pointer, ValuePointer value, const std::string& origin)
      : place_{origin, 0, 0, pointer}, keys_(keys_of_pointer(pointer, place_)) {
    if (keys_.size() > deepest_nesting) {
      fail("leads more than " + std::to_string(deepest_nesting) + " levels deep");
    }
    value_ = std::move(value);
  }

  // A copy of `at`, which `depth` keys lead to, with the value in it.
  ValuePointer applied_to(const ValuePointer& at, std::size_t depth) const {
    if (depth == keys_.size()) return value_;
    auto copy = std::make_shared<Value>(*at);
    if (at->kind == Kind::array && !at->elements.empty()) {
      if (const auto range = range_of(keys_[depth], at->elements.size())) {
        for (auto i = range->first; i <= range->last; ++i) {
          copy->elements[i] = applied_to(at->elements[i], depth + 1);
        }
        return copy;
      }
    }
    auto& child = child_of(*copy, depth);
    child = applied_to(child, depth + 1);
    return copy;
  }

 private:
  [[noreturn]] void fail(const std::string& text) const {
    throw UserError({Problem{place_, text}});
  }

  std::string pointer_to(std::size_t depth) const {
    std::string pointer;
    for (std::size_t i = 0; i < depth; ++i) pointer += '/' + escaped(keys_[i]);
    return pointer.empty() ? "the document" : pointer;
  }

  ValuePointer& child_of(Value& parent, std::size_t depth) const {
    if (parent.kind == Kind::object) return member_of(parent, depth);
    if (parent.kind == Kind::array) return element_of(parent, depth);
    fail(pointer_to(depth) + " is " + name_of(parent.kind) + " and has no parts");
  }

  ValuePointer& member_of(Value& parent, std::size_t depth) const {
    auto& members = parent.members;
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const auto& m) { return m.key == keys_[depth]; });
    if (found != members.end()) return found->value;
    if (depth + 1 < keys_.size()) {
      std::vector<std::string> known;
      for (const auto& member : members) known.push_back(member.key);
      fail("there is no " + pointer_to(depth + 1) + did_you_mean(keys_[depth], known));
    }
    members.push_back({keys_[depth], value_->mark, nullptr});
    return members.back().value;
  }

  ValuePointer& element_of(Value& parent, std::size_t depth) const {
    auto& elements = parent.elements;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (keys_[depth] == std::to_string(i)) return elements[i];
    }
    fail(json_quoted(keys_[depth]) + " is not an index of " + pointer_to(depth) + ", a list of " +
         std::to_string(elements.size()));
  }

  Place place_;
  std::vector<std::string> keys_;
  ValuePointer value_;
};

ValuePointer parsed_or_string(const std::string& text, const std::string& origin) {
  try {
    return parse_value(text, origin, /*with_positions=*/false);
  } catch (const UserError&) {
    const Mark mark{std::make_shared<const std::string>(origin), 0, 0};
    return std::make_shared<const Value>(Value{Kind::string, mark, text, "", {}, {}, {}});
  }
}

}  // namespace

ValuePointer with_value_set(const ValuePointer& root, const std::string& pointer,
                            const std::string& value_text, const std::string& origin) {
  return Setting(pointer, parsed_or_string(value_text, origin), origin).applied_to(root, 0);
}

}  // namespace sim::config
