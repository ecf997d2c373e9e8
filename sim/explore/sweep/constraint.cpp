// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/constraint.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "sim/base/nearest.h"

namespace sim::explore::sweep {
namespace {

using Operators = std::vector<std::string>;

// From those that bind loosest; what begins like another stands before it.
const std::vector<Operators> levels = {
    {"||"}, {"&&"}, {"==", "!=", "<=", ">=", "<", ">"}, {"+", "-"}, {"*", "/", "%"}};
constexpr std::size_t conditions = 2, comparisons = 2;  // levels below, and of, comparisons

double applied(const std::string& action, double a, double b) {
  static const std::map<std::string, double (*)(double, double)> actions = {
      {"||", [](double x, double y) { return double(x != 0 || y != 0); }},
      {"&&", [](double x, double y) { return double(x != 0 && y != 0); }},
      {"==", [](double x, double y) { return double(x == y); }},
      {"!=", [](double x, double y) { return double(x != y); }},
      {"<=", [](double x, double y) { return double(x <= y); }},
      {">=", [](double x, double y) { return double(x >= y); }},
      {"<", [](double x, double y) { return double(x < y); }},
      {">", [](double x, double y) { return double(x > y); }},
      {"+", [](double x, double y) { return x + y; }},
      {"-", [](double x, double y) { return x - y; }},
      {"*", [](double x, double y) { return x * y; }},
      {"/", [](double x, double y) { return x / y; }},
      {"%", [](double x, double y) { return std::fmod(x, y); }}};
  return actions.at(action)(a, b);
}

bool begins_name(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9'); }

}  // namespace

// Recursive descent; every function leaves what it has read as steps and says whether that is a
// condition (and not a number).
class ConstraintReader {
 public:
  ConstraintReader(const std::string& text, const std::vector<std::string>& names,
                   const Place& place)
      : text_(text), names_(names), place_(place) {}

  std::vector<Constraint::Step> read() {
    const bool is_condition = read_level(0);
    if (at_ < text_.size()) fail("cannot be read from \"" + text_.substr(at_) + "\" on");
    if (!is_condition) fail("is a number, not a condition: compare it with something");
    return std::move(steps_);
  }

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw UserError({{place_, '"' + text_ + "\" " + why}});
  }

  void skip_blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  // The operator of this level that stands here, which is then passed; empty if there is none.
  std::string take(const Operators& operators) {
    skip_blanks();
    for (const auto& one : operators) {
      if (text_.compare(at_, one.size(), one) != 0) continue;
      at_ += one.size();
      return one;
    }
    return "";
  }

  bool read_level(std::size_t level) {
    if (level == levels.size()) return read_operand();
    bool is_condition = read_level(level + 1);
    for (auto action = take(levels[level]); !action.empty(); action = take(levels[level])) {
      const bool other = read_level(level + 1);
      const bool wants_conditions = level < conditions;
      if (is_condition != wants_conditions || other != wants_conditions) {
        fail("has " + std::string(wants_conditions ? "a number" : "a condition") + " beside " +
             action);
      }
      steps_.push_back({action});
      is_condition = level <= comparisons;
    }
    return is_condition;
  }

  bool read_operand() {
    skip_blanks();
    if (!take({"("}).empty()) {
      const bool is_condition = read_level(0);
      if (take({")"}).empty()) fail("lacks a closing parenthesis");
      return is_condition;
    }
    if (at_ == text_.size()) fail("ends too early");
    if (!take({"-"}).empty()) {
      steps_.push_back({"number", 0});
      if (read_operand()) fail("has a condition behind -");
      steps_.push_back({"-"});
      return false;
    }
    if (begins_name(text_[at_])) {
      read_name();
    } else {
      read_number();
    }
    return false;
  }

  void read_name() {
    auto end = at_;
    while (end < text_.size() && continues_name(text_[end])) ++end;
    const auto name = text_.substr(at_, end - at_);
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) {
      fail("names no axis by \"" + name + '"' + did_you_mean(name, names_));
    }
    steps_.push_back({"name", 0, static_cast<std::size_t>(found - names_.begin())});
    at_ = end;
  }

  void read_number() {
    double value = 0;
    const auto* begin = text_.data() + at_;
    const auto result = std::from_chars(begin, text_.data() + text_.size(), value);
    if (result.ec != std::errc{}) fail("cannot be read from \"" + text_.substr(at_) + "\" on");
    steps_.push_back({"number", value});
    at_ += static_cast<std::size_t>(result.ptr - begin);
  }

  const std::string& text_;
  const std::vector<std::string>& names_;
  const Place& place_;
  std::size_t at_ = 0;
  std::vector<Constraint::Step> steps_;
};

Constraint::Constraint(const std::string& text, const std::vector<std::string>& names,
                       const Place& place)
    : text_(text), steps_(ConstraintReader(text, names, place).read()) {}

std::vector<std::size_t> Constraint::names() const {
  std::vector<std::size_t> names;
  for (const auto& step : steps_) {
    if (step.action == "name") names.push_back(step.name);
  }
  return names;
}

bool Constraint::holds(const std::vector<double>& values) const {
  std::vector<double> stack;
  for (const auto& step : steps_) {
    if (step.action == "number" || step.action == "name") {
      stack.push_back(step.action == "name" ? values.at(step.name) : step.number);
      continue;
    }
    const auto b = stack.back();
    stack.pop_back();
    stack.back() = applied(step.action, stack.back(), b);
  }
  return stack.back() != 0;
}

}  // namespace sim::explore::sweep
