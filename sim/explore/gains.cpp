// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/gains.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <type_traits>

namespace sim::explore {
namespace {

using config::Field;
using machine::GainResult;
using sweep::Status;

constexpr int most_doublings = 20;

// A value that a field may have instead.
struct Other {
  std::size_t field;
  std::string value;  // JSON text
  bool is_end;        // of the field's range
};

std::string text_of(const Field& field, double value) {
  const bool whole = !std::holds_alternative<double*>(field.variable);
  return whole ? std::to_string(std::llround(value)) : fmt::format("{}", value);
}

bool allows(const Field& field, double value) {
  if (std::holds_alternative<double*>(field.variable)) return field.rule.allows(value);
  return std::floor(value) == value && field.rule.allows(static_cast<std::int64_t>(value));
}

// Finds the values that fields may have instead. Lists and texts have no neighbours.
class Others {
 public:
  Others(const GainsQuestion& question, const Library& library)
      : question_(question), library_(library) {
    for (const auto& field : question.fields) {
      std::visit([&](const auto& variable) { add(field, variable); }, field.variable);
      ++number_;
    }
  }
  std::vector<Other> all() && { return std::move(others_); }

 private:
  template <class Variable>
  void add(const Field& field, const Variable& variable) {
    if constexpr (std::is_same_v<Variable, config::Choice>) {
      for (std::size_t i = 0; i < variable.names.size(); ++i) {
        if (i != variable.position()) add_value('"' + variable.names[i] + '"');
      }
    } else if constexpr (std::is_same_v<Variable, bool*>) {
      add_value(*variable ? "false" : "true");
    } else if constexpr (std::is_arithmetic_v<std::remove_pointer_t<Variable>>) {
      add_numbers(field, static_cast<double>(*variable));
    }
  }

  void add_value(const std::string& value) { others_.push_back({number_, value, false}); }

  void add_numbers(const Field& field, double now) {
    for (const double factor : {2.0, 0.5}) {
      if (now == 0 || !allows(field, now * factor)) continue;
      add_value(text_of(field, now * factor));
      if (field.timing) {
        others_.push_back({number_, text_of(field, end_of_range(field, now, factor)), true});
      }
    }
  }

  // The farthest value that all rules of the config allow, going on by doubling or halving.
  double end_of_range(const Field& field, double now, double factor) const {
    double end = now;
    for (int i = 0; i < most_doublings && allows(field, end * factor); ++i) {
      if (!is_possible(field, end * factor)) break;
      end *= factor;
    }
    return end;
  }

  bool is_possible(const Field& field, double value) const {
    auto settings = question_.settings;
    settings.emplace_back('/' + field.key, text_of(field, value));
    try {
      library_.setup(question_.config, settings);
      return true;
    } catch (const UserError&) {
      return false;
    }
  }

  const GainsQuestion& question_;
  const Library& library_;
  std::size_t number_ = 0;
  std::vector<Other> others_;
};

// The present values first, then one changed value in each row.
sweep::Sweep sweep_of(const GainsQuestion& question, const std::vector<Other>& others) {
  sweep::Sweep sweep;
  sweep.name = "gains";
  sweep.config = question.config;
  sweep.workload = question.workload;
  sweep.layers = question.layers;
  sweep.settings = question.settings;
  sweep.workload_settings = question.workload_settings;
  sweep.invalid = sweep::Invalid::store;
  sweep.values = sweep::Values::off;
  sweep.metrics.push_back({{"time_us", "", {}, {}}, "time_us"});
  sweep::Axis axis;
  std::vector<std::string> now;
  for (const auto& field : question.fields) {
    axis.targets.push_back({field.key, '/' + field.key, sweep::Of::config, {}});
    now.push_back(field.value_json());
  }
  axis.values.push_back(now);
  for (const auto& other : others) {
    axis.values.push_back(now);
    axis.values.back()[other.field] = other.value;
  }
  sweep.axes.push_back(std::move(axis));
  return sweep;
}

// The better one of what is known and a change that has been made.
void take(std::optional<machine::ChangeResult>& best, const std::string& value, double gain) {
  if (!best || gain > best->gain) best = machine::ChangeResult{value, gain};
}

double rank(const GainResult& gain) { return gain.change ? gain.change->gain : -1; }

}  // namespace

std::vector<GainResult> gains_of(const GainsQuestion& question, const Library& library,
                                 const sweep::SweepOptions& options) {
  const auto others = Others(question, library).all();
  const auto table = run_sweep(sweep_of(question, others), library, options);
  const auto& base = table.rows.front();
  std::vector<GainResult> gains;
  if (base.status != Status::ok) return gains;
  for (const auto& field : question.fields) {
    gains.push_back({field.key, field.value_json(), {}, {}});
    // It may be at the better end already.
    const bool has_ends = std::any_of(others.begin(), others.end(), [&](const auto& other) {
      return other.is_end && question.fields[other.field].key == field.key;
    });
    if (has_ends) gains.back().most = machine::ChangeResult{field.value_json(), 0};
  }
  for (std::size_t i = 0; i < others.size(); ++i) {
    const auto& row = table.rows[i + 1];
    if (row.status != Status::ok) continue;
    const auto saved = 1 - row.metrics.front() / base.metrics.front();
    auto& gain = gains[others[i].field];
    take(others[i].is_end ? gain.most : gain.change, others[i].value, saved);
  }
  std::erase_if(gains, [](const auto& gain) { return !gain.change && !gain.most; });
  std::stable_sort(gains.begin(), gains.end(),
                   [](const auto& a, const auto& b) { return rank(a) > rank(b); });
  return gains;
}

}  // namespace sim::explore
