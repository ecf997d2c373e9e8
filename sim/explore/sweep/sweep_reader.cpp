// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/sweep_reader.h"

#include <algorithm>

#include "sim/base/nearest.h"
#include "sim/config/reader.h"
#include "sim/explore/metrics.h"
#include "sim/explore/settings_reader.h"
#include "sim/explore/sweep/axis_reader.h"

namespace sim::explore::sweep {
namespace {

using config::field;
using config::Kind;
using config::Node;

constexpr double most_samples = 1e6;

Place below(Place place, const std::string& key) {
  place.pointer += '/' + key;
  return place;
}

void read_scalars(const Node& root, Sweep& sweep, Problems& problems) {
  double memory_mb = 0;
  config::read(
      root,
      {field("title", sweep.title, "what is varied, in a line", "", config::non_empty()),
       field("source", sweep.source, "what the sweep is for, or shows again", "",
             config::non_empty()),
       field("config", sweep.config, "the design point that is varied", "", config::non_empty()),
       field("workload", sweep.workload, "what it runs", "", config::non_empty()),
       field(
           "sampling/kind",
           config::choice<Sampling>(sweep.sampling, {{"grid", Sampling::grid},
                                                     {"latin_hypercube", Sampling::latin_hypercube},
                                                     {"sobol", Sampling::sobol}}),
           "which of all combinations of values are simulated")
           .optional(),
       field("sampling/points", sweep.samples, "how many of them", "",
             config::between(1, most_samples))
           .optional(),
       field("sampling/seed", sweep.seed, "of a Latin hypercube").optional(),
       field("invalid",
             config::choice<Invalid>(sweep.invalid,
                                     {{"refuse", Invalid::refuse}, {"store", Invalid::store}}),
             "what becomes of points that the config's rules forbid")
           .optional(),
       field("values",
             config::choice<Values>(
                 sweep.values, {{"once", Values::once}, {"on", Values::on}, {"off", Values::off}}),
             "whether outputs are computed and proved: once for every workload and mapping, at "
             "every point, or never")
           .optional(),
       field("limits/seconds", sweep.limits.seconds, "of one layer's simulation", "s",
             config::above(0))
           .optional(),
       field("limits/memory_mb", memory_mb, "of one layer's simulation", "MB", config::above(0))
           .optional()},
      problems, {"layers", "set", "set_workload", "axes", "constraints", "metrics", "objectives"});
  sweep.limits.memory_bytes = static_cast<std::int64_t>(memory_mb * 1e6);
  const bool drawn = sweep.sampling != Sampling::grid;
  if (drawn != (sweep.samples > 0)) {
    problems.add(below(root.place(), "sampling/points"),
                 drawn ? "missing (how many points are drawn)" : "a grid has all its points");
  }
}

void check_columns(const Sweep& sweep, Problems& problems) {
  std::vector<std::string> seen;
  for (const auto& axis : sweep.axes) {
    for (const auto& target : axis.targets) {
      if (!target.name.empty() && std::count(seen.begin(), seen.end(), target.name) > 0) {
        problems.add(axis.place,
                     "another axis is called \"" + target.name + "\", too: give it a \"name\"");
      }
      seen.push_back(target.name);
    }
  }
}

bool all_numbers(const Sweep& sweep, std::size_t column) {
  for (const auto& axis : sweep.axes) {
    if (column < axis.targets.size()) {
      return std::all_of(axis.values.begin(), axis.values.end(), [&](const auto& value) {
        const auto kind = config::Document::parse(value.at(column), "").root().kind();
        return kind == Kind::integer || kind == Kind::number;
      });
    }
    column -= axis.targets.size();
  }
  return false;
}

void read_constraints(const Node& root, Sweep& sweep, Problems& problems) {
  if (!root.find("constraints")) return;
  const auto columns = sweep.columns();
  for (const auto& node : config::list_of(root, "constraints", "conditions", problems)) {
    if (node.kind() != Kind::string) {
      problems.add(node.place(), "expected a string, got " + node.shown());
      continue;
    }
    problems.attempt([&] {
      sweep.constraints.emplace_back(node.as_string(), columns, node.place());
      for (const auto column : sweep.constraints.back().names()) {
        if (!all_numbers(sweep, column)) {
          problems.add(node.place(), "the values of " + columns[column] + " are not all numbers");
        }
      }
    });
  }
}

// "time_us", or {"metric": "figure", "argument": "entries", "name": "words"}.
Kept read_metric(const Node& node, Problems& problems) {
  Kept kept;
  kept.place = node.place();
  const auto rule = config::one_of(metric_names());
  if (node.kind() == Kind::string) {
    kept.metric = node.as_string();
    if (!rule.allows(kept.metric)) {
      problems.add(node.place(), "no metric is called " + node.shown() +
                                     did_you_mean(kept.metric, metric_names()));
    }
  } else {
    config::read(node,
                 {field("metric", kept.metric, "what is kept", "", rule),
                  field("argument", kept.argument, "figure or component of the metric").optional(),
                  field("name", kept.name, "its column's name").optional()},
                 problems);
  }
  if (kept.name.empty()) kept.name = kept.argument.empty() ? kept.metric : kept.argument;
  const auto* needs = needs_of(kept.metric);
  if (needs == nullptr) return kept;
  if (needs->subject != Subject::machine || needs->baseline || needs->of) {
    problems.add(node.place(), "metric \"" + kept.metric + "\" is not of one run of a machine");
  } else if (needs->argument && kept.argument.empty()) {
    problems.add(
        below(node.place(), "argument"),
        "missing (metric \"" + kept.metric + "\" needs the name of a figure or component)");
  }
  return kept;
}

void read_metrics(const Node& root, Sweep& sweep, Problems& problems) {
  const auto before = problems.count();
  auto columns = sweep.columns();
  for (const auto& node : config::list_of(root, "metrics", "what is kept of a point", problems)) {
    auto kept = read_metric(node, problems);
    if (std::count(columns.begin(), columns.end(), kept.name) > 0) {
      problems.add(node.place(),
                   "another column is called \"" + kept.name + "\", too: give it a \"name\"");
    }
    columns.push_back(kept.name);
    sweep.metrics.push_back(std::move(kept));
  }
  if (sweep.metrics.empty() && problems.count() == before && root.find("metrics")) {
    problems.add(root.find("metrics")->place(), "a sweep keeps at least one metric");
  }
}

void read_objectives(const Node& root, Sweep& sweep, Problems& problems) {
  const auto node = root.find("objectives");
  if (!node) return;
  config::read(*node, {}, problems, {"minimise", "maximise"});
  std::vector<std::string> names;
  for (const auto& kept : sweep.metrics) names.push_back(kept.name);
  for (const char* direction : {"minimise", "maximise"}) {
    for (const auto& name : read_strings(*node, direction, problems)) {
      const auto found = std::find(names.begin(), names.end(), name);
      if (found == names.end()) {
        problems.add(node->find(direction)->place(),
                     "no metric is kept as \"" + name + '"' + did_you_mean(name, names));
        continue;
      }
      sweep.objectives.push_back(
          {static_cast<std::size_t>(found - names.begin()), direction == std::string("maximise")});
    }
  }
}

}  // namespace

std::vector<std::string> Sweep::columns() const {
  std::vector<std::string> names;
  for (const auto& axis : axes) {
    for (const auto& target : axis.targets) names.push_back(target.name);
  }
  return names;
}

Sweep read_sweep(const std::filesystem::path& file) {
  const auto document = config::Document::read(file);
  const auto root = document.root();
  Problems problems;
  Sweep sweep;
  sweep.name = file.stem().string();
  sweep.canonical = document.text();
  read_scalars(root, sweep, problems);
  sweep.layers = read_strings(root, "layers", problems);
  sweep.settings = read_settings(root, "set", problems);
  sweep.workload_settings = read_settings(root, "set_workload", problems);
  for (const auto& node : config::list_of(root, "axes", "what is varied", problems)) {
    sweep.axes.push_back(read_axis(node, problems));
  }
  if (sweep.axes.empty() && problems.empty()) {
    problems.add(root.find("axes")->place(), "a sweep has at least one axis");
  }
  check_columns(sweep, problems);
  if (problems.empty()) read_constraints(root, sweep, problems);
  read_metrics(root, sweep, problems);
  read_objectives(root, sweep, problems);
  problems.raise_if_any();
  return sweep;
}

}  // namespace sim::explore::sweep
