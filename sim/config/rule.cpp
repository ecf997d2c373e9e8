// SPDX-License-Identifier: Apache-2.0
#include "sim/config/rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/base/errors.h"
#include "sim/config/json_text.h"

namespace sim::config {
namespace {

double number_of(const Scalar& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  throw Fault("a rule for numbers was given to a string parameter");
}

// Large integers are compared as such: as doubles, 2^53 + 1 would pass for a power of two.
bool is_power_of_two(const Scalar& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return *whole > 0 && (*whole & (*whole - 1)) == 0;
  }
  int exponent = 0;
  return number_of(value) >= 1 && std::frexp(number_of(value), &exponent) == 0.5;
}

template <class T>
Rule listed(const std::vector<T>& values, std::string (*json_text)(const T&)) {
  std::vector<std::string> texts;
  std::vector<Scalar> allowed;
  for (const auto& value : values) {
    texts.push_back(json_text(value));
    allowed.emplace_back(value);
  }
  const auto text = fmt::format("one of {}", fmt::join(texts, ", "));
  const auto holds = [allowed](const Scalar& value) {
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
  };
  return {{{.text = text, .holds = holds, .allowed = allowed}}};
}

bool all_hold(const std::vector<Condition>& conditions, const Scalar& value, bool of_size) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    return condition.of_size != of_size || condition.holds(value);
  });
}

}  // namespace

std::string Rule::text() const {
  std::vector<std::string> texts;
  for (const auto& condition : conditions) texts.push_back(condition.text);
  return fmt::format("{}", fmt::join(texts, " and "));
}

bool Rule::allows(const Scalar& value) const { return all_hold(conditions, value, false); }

bool Rule::allows_size(std::size_t size) const {
  return all_hold(conditions, static_cast<std::int64_t>(size), true);
}

Rule at_least(double lowest) {
  return {{{.text = "at least " + number_text(lowest),
            .holds = [lowest](const Scalar& value) { return number_of(value) >= lowest; },
            .schema = {{"minimum", number_text(lowest)}}}}};
}

Rule at_most(double highest) {
  return {{{.text = "at most " + number_text(highest),
            .holds = [highest](const Scalar& value) { return number_of(value) <= highest; },
            .schema = {{"maximum", number_text(highest)}}}}};
}

Rule above(double bound) {
  return {{{.text = "above " + number_text(bound),
            .holds = [bound](const Scalar& value) { return number_of(value) > bound; },
            .schema = {{"exclusiveMinimum", number_text(bound)}}}}};
}

Rule below(double bound) {
  return {{{.text = "below " + number_text(bound),
            .holds = [bound](const Scalar& value) { return number_of(value) < bound; },
            .schema = {{"exclusiveMaximum", number_text(bound)}}}}};
}

Rule between(double lowest, double highest) {
  const auto holds = [lowest, highest](const Scalar& value) {
    return number_of(value) >= lowest && number_of(value) <= highest;
  };
  return {{{.text = "from " + number_text(lowest) + " to " + number_text(highest),
            .holds = holds,
            .schema = {{"minimum", number_text(lowest)}, {"maximum", number_text(highest)}}}}};
}

Rule power_of_two() {
  std::vector<Scalar> powers;
  for (int exponent = 0; exponent < 63; ++exponent)
    powers.emplace_back(std::int64_t{1} << exponent);
  return {{{.text = "a power of two", .holds = is_power_of_two, .allowed = powers}}};
}

Rule multiple_of(std::int64_t factor) {
  if (factor <= 0) throw Fault("multiple_of needs a positive factor");
  const auto holds = [factor](const Scalar& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return *whole % factor == 0;
    return std::fmod(number_of(value), static_cast<double>(factor)) == 0;
  };
  const auto text = std::to_string(factor);
  return {{{.text = "a multiple of " + text, .holds = holds, .schema = {{"multipleOf", text}}}}};
}

Rule one_of(const std::vector<std::string>& names) {
  return listed<std::string>(names, json_quoted);
}

// Without this overload, two names in braces could also be a pair of iterators over numbers.
Rule one_of(std::initializer_list<std::string> names) {
  return one_of(std::vector<std::string>(names));
}

Rule one_of(std::initializer_list<std::int64_t> numbers) {
  return listed<std::int64_t>(numbers, [](const std::int64_t& n) { return std::to_string(n); });
}

Rule non_empty() {
  return {{{.text = "not empty",
            .holds = [](const Scalar& size) { return number_of(size) > 0; },
            .schema = {{"minLength", "1"}, {"minItems", "1"}},
            .of_size = true}}};
}

Rule operator&&(Rule a, const Rule& b) {
  a.conditions.insert(a.conditions.end(), b.conditions.begin(), b.conditions.end());
  return a;
}

}  // namespace sim::config
