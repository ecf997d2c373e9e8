// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/axis_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/config/json_text.h"
#include "sim/config/reader.h"
#include "sim/config/value_reader.h"
#include "sim/explore/settings_reader.h"

namespace sim::explore::sweep {
namespace {

using config::field;
using config::Kind;
using config::Node;
using Texts = std::vector<std::string>;

constexpr double most_values = 1e6;

bool is_name(const std::string& text) {
  const auto good = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::all_of(text.begin(), text.end(), good);
}

// The last key of the pointer that is no number: "density" of "/layers/0/density".
std::string default_name(const std::string& pointer) {
  auto end = pointer.size();
  while (end > 0) {
    const auto slash = pointer.rfind('/', end - 1);
    if (slash == pointer.npos) break;
    auto key = pointer.substr(slash + 1, end - slash - 1);
    if (is_name(key)) return key;
    end = slash;
  }
  return "";
}

Target read_target(const Node& node, Texts also_known, Problems& problems) {
  Target target;
  also_known.emplace_back("also");
  const auto before = problems.count();
  config::read(
      node,
      {field("path", target.pointer, "JSON pointer to what is varied", "", config::non_empty()),
       field("of",
             config::choice<Of>(
                 target.of,
                 {{"config", Of::config}, {"workload", Of::workload}, {"sweep", Of::sweep}}),
             "document that the pointer leads into")
           .optional(),
       field("name", target.name, "its column's name").optional()},
      problems, also_known);
  if (problems.count() > before) return target;
  target.also = read_strings(node, "also", problems);
  for (const auto* key : {"path", "also"}) {
    if (!node.find(key)) continue;
    const auto pointers = key == std::string("path") ? Texts{target.pointer} : target.also;
    for (const auto& pointer : pointers) {
      problems.attempt([&] { config::keys_of_pointer(pointer, node.find(key)->place()); });
    }
  }
  const Texts own = {"/config", "/workload", "/layers"};
  if (target.of == Of::sweep && std::find(own.begin(), own.end(), target.pointer) == own.end()) {
    problems.add(node.find("path")->place(),
                 node.find("path")->shown() +
                     " is not allowed: of a sweep must be /config, /workload or /layers");
  }
  if (target.name.empty()) target.name = default_name(target.pointer);
  if (!is_name(target.name)) {
    const auto given = node.find("name");
    problems.add(given ? given->place() : node.place(),
                 '"' + target.name + "\" is no name: letters, digits and _, no digit first");
  }
  return target;
}

// As people write it: without the last digits, in which sums of binary fractions differ.
std::string rounded_text(double value) {
  return config::number_text(std::stod(fmt::format("{:.12g}", value)));
}

Texts range_values(const Node& node, Problems& problems) {
  double from = 0, to = 0, step = 0;
  const auto before = problems.count();
  config::read(node,
               {field("from", from, "first value"), field("to", to, "last value, at most"),
                field("step", step, "distance of neighbours", "", config::above(0))},
               problems);
  if (problems.count() > before) return {};
  const auto count = std::floor((to - from) / step + 1e-9) + 1;
  if (!(count >= 1 && count <= most_values)) {
    problems.add(node.place(), count < 1 ? "has no value: \"to\" is below \"from\""
                                         : "has more than a million values");
    return {};
  }
  Texts values;
  for (int i = 0; i < static_cast<int>(count); ++i) values.push_back(rounded_text(from + i * step));
  return values;
}

// Both ends included, where a factor meets the last one.
Texts spaced(double from, double to, double factor, int points, bool whole) {
  const bool by_points = points > 0;
  const auto count =
      by_points ? points
                : static_cast<int>(std::floor(std::log(to / from) / std::log(factor) + 1e-9)) + 1;
  Texts values;
  for (int i = 0; i < count; ++i) {
    const auto share = count > 1 ? static_cast<double>(i) / (count - 1) : 0.0;
    auto value = by_points ? from * std::pow(to / from, share) : from * std::pow(factor, i);
    if (whole) value = std::round(value);
    const auto text = rounded_text(value);
    if (values.empty() || values.back() != text) values.push_back(text);
  }
  return values;
}

Texts log_values(const Node& node, Problems& problems) {
  double from = 0, to = 0, factor = 0;
  std::int64_t points = 0;
  bool whole = false;
  const auto before = problems.count();
  config::read(
      node,
      {field("from", from, "first value", "", config::above(0)),
       field("to", to, "last value, at most", "", config::above(0)),
       field("factor", factor, "between neighbours", "", config::above(1)).optional(),
       field("points", points, "number of values", "", config::between(1, most_values)).optional(),
       field("whole", whole, "rounds to whole numbers").optional()},
      problems);
  if (problems.count() > before) return {};
  if ((factor > 0) == (points > 0)) {
    problems.add(node.place(), "needs either \"points\" or \"factor\"");
  } else if (to < from) {
    problems.add(node.place(), "has no value: \"to\" is below \"from\"");
  } else {
    return spaced(from, to, factor, static_cast<int>(points), whole);
  }
  return {};
}

// One text for each target.
Texts split(const Node& value, std::size_t targets, Problems& problems) {
  if (targets == 1 || value.kind() != Kind::array) return Texts(targets, value.text());
  Texts texts;
  for (const auto& one : value.elements()) texts.push_back(one.text());
  if (texts.size() != targets) {
    problems.add(value.place(),
                 fmt::format("has {} values for {} linked paths", texts.size(), targets));
  }
  return texts;
}

void read_values(const Node& node, Axis& axis, Problems& problems) {
  Texts given;
  for (const char* key : {"values", "range", "log"}) {
    if (node.find(key)) given.emplace_back(key);
  }
  if (given.size() != 1) {
    problems.add(node.place(), "needs exactly one of \"values\", \"range\" and \"log\"");
    return;
  }
  const auto before = problems.count();
  if (given[0] == "values") {
    for (const auto& value : config::list_of(node, "values", "of the axis", problems)) {
      axis.values.push_back(split(value, axis.targets.size(), problems));
    }
    if (axis.values.empty() && problems.count() == before) {
      problems.add(node.find("values")->place(), "an axis has at least one value");
    }
    return;
  }
  const auto values = given[0] == "range" ? range_values(*node.find("range"), problems)
                                          : log_values(*node.find("log"), problems);
  for (const auto& value : values) axis.values.push_back(Texts(axis.targets.size(), value));
}

}  // namespace

Axis read_axis(const Node& node, Problems& problems) {
  Axis axis;
  axis.place = node.place();
  const Texts others = {"values", "range", "log"};
  if (node.find("linked")) {
    Texts known = others;
    known.emplace_back("linked");
    config::read(node, {}, problems, known);
    for (const auto& one : config::list_of(node, "linked", "paths that go together", problems)) {
      axis.targets.push_back(read_target(one, {}, problems));
    }
    if (axis.targets.empty()) {
      problems.add(node.find("linked")->place(), "an axis has at least one path");
      return axis;
    }
  } else {
    axis.targets.push_back(read_target(node, others, problems));
    if (node.kind() != Kind::object) return axis;
  }
  read_values(node, axis, problems);
  return axis;
}

}  // namespace sim::explore::sweep
