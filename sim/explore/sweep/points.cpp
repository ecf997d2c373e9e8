// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/points.h"

#include <fmt/format.h>

#include <boost/random/sobol.hpp>
#include <boost/random/uniform_01.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <numeric>
#include <set>

#include "sim/base/philox.h"
#include "sim/config/document.h"
#include "sim/explore/digest.h"

namespace sim::explore::sweep {
namespace {

constexpr double most_points = 1e6;

std::vector<Point> grid(const Sweep& sweep) {
  double size = 1;
  for (const auto& axis : sweep.axes) size *= static_cast<double>(axis.values.size());
  if (size > most_points) {
    throw UserError(
        fmt::format("sweep {}: a grid of {} points is too large: at most {}; draw "
                    "points of it with \"sampling\"",
                    sweep.name, size, most_points));
  }
  std::vector<Point> points(static_cast<std::size_t>(size), Point(sweep.axes.size()));
  for (std::size_t n = 0; n < points.size(); ++n) {
    auto rest = n;
    for (auto a = sweep.axes.size(); a-- > 0;) {
      points[n][a] = rest % sweep.axes[a].values.size();
      rest /= sweep.axes[a].values.size();
    }
  }
  return points;
}

// The value that a share of the axis, from 0 up to 1, falls on.
std::size_t position(const Axis& axis, double share) {
  const auto size = axis.values.size();
  return std::min(size - 1, static_cast<std::size_t>(share * static_cast<double>(size)));
}

// Each axis is cut into as many parts as there are points, and every part has one.
std::vector<Point> latin_hypercube(const Sweep& sweep) {
  const auto count = static_cast<std::size_t>(sweep.samples);
  std::vector<Point> points(count, Point(sweep.axes.size()));
  for (std::size_t a = 0; a < sweep.axes.size(); ++a) {
    PhiloxStream random(static_cast<std::uint64_t>(sweep.seed), a);
    std::vector<std::size_t> parts(count);
    std::iota(parts.begin(), parts.end(), std::size_t{0});
    for (std::size_t i = count; i-- > 1;) {
      boost::random::uniform_int_distribution<std::size_t> other(0, i);
      std::swap(parts[i], parts[other(random)]);
    }
    boost::random::uniform_01<double> within;
    for (std::size_t n = 0; n < count; ++n) {
      const auto share = (static_cast<double>(parts[n]) + within(random)) / double(count);
      points[n][a] = position(sweep.axes[a], share);
    }
  }
  return points;
}

std::vector<Point> sobol(const Sweep& sweep) {
  boost::random::sobol engine(sweep.axes.size());
  const auto range = static_cast<double>(boost::random::sobol::max()) + 1;
  std::vector<Point> points(static_cast<std::size_t>(sweep.samples));
  for (auto& point : points) {
    for (const auto& axis : sweep.axes) {
      point.push_back(position(axis, static_cast<double>(engine()) / range));
    }
  }
  return points;
}

std::vector<Point> drawn(const Sweep& sweep) {
  switch (sweep.sampling) {
    case Sampling::grid:
      return grid(sweep);
    case Sampling::latin_hypercube:
      return latin_hypercube(sweep);
    case Sampling::sobol:
      return sobol(sweep);
  }
  return {};
}

// The numbers behind values; 0 for what is none, which no constraint names.
class Numbers {
 public:
  explicit Numbers(const Sweep& sweep) {
    for (const auto& axis : sweep.axes) {
      auto& of_axis = numbers_.emplace_back();
      for (const auto& value : axis.values) {
        auto& numbers = of_axis.emplace_back();
        for (const auto& text : value) {
          const auto node = config::Document::parse(text, "").root();
          const bool is_number =
              node.kind() == config::Kind::integer || node.kind() == config::Kind::number;
          numbers.push_back(is_number ? node.as_number() : 0);
        }
      }
    }
  }

  std::vector<double> of(const Point& point) const {
    std::vector<double> all;
    for (std::size_t a = 0; a < point.size(); ++a) {
      const auto& numbers = numbers_[a][point[a]];
      all.insert(all.end(), numbers.begin(), numbers.end());
    }
    return all;
  }

 private:
  std::vector<std::vector<std::vector<double>>> numbers_;  // by axis, value, target
};

std::string text_of(const config::Node& node, const Axis& axis) {
  if (node.kind() == config::Kind::string) return node.as_string();
  throw UserError({{axis.place, "expected a string, got " + node.shown()}});
}

void change_sweep(const std::string& pointer, const std::string& value, const Axis& axis,
                  Inputs& inputs) {
  const auto node = config::Document::parse(value, "").root();
  if (pointer == "/config") inputs.config = text_of(node, axis);
  if (pointer == "/workload") inputs.workload = text_of(node, axis);
  if (pointer != "/layers") return;
  inputs.layers.clear();
  if (node.kind() == config::Kind::string) inputs.layers.push_back(node.as_string());
  for (const auto& one : node.elements()) inputs.layers.push_back(text_of(one, axis));
}

}  // namespace

std::vector<Point> points_of(const Sweep& sweep) {
  auto points = drawn(sweep);
  const Numbers numbers(sweep);
  std::set<Point> seen;
  std::erase_if(points, [&](const Point& point) {
    if (sweep.sampling != Sampling::grid && !seen.insert(point).second) return true;
    return std::any_of(
        sweep.constraints.begin(), sweep.constraints.end(),
        [&](const auto& constraint) { return !constraint.holds(numbers.of(point)); });
  });
  if (points.empty()) throw UserError("sweep " + sweep.name + ": its constraints leave no point");
  return points;
}

std::vector<std::string> values_of(const Sweep& sweep, const Point& point) {
  std::vector<std::string> all;
  for (std::size_t a = 0; a < point.size(); ++a) {
    const auto& values = sweep.axes[a].values[point[a]];
    all.insert(all.end(), values.begin(), values.end());
  }
  return all;
}

std::string digest_of_points(const Sweep& sweep, const std::vector<Point>& points) {
  const auto columns = sweep.columns();
  auto text = fmt::format("{}\n{}\n{}\n{}", sweep.config, sweep.workload,
                          fmt::join(sweep.layers, "\n"), fmt::join(columns, "\n"));
  for (const auto* settings : {&sweep.settings, &sweep.workload_settings}) {
    for (const auto& [pointer, value] : *settings) text += fmt::format("\n{}={}", pointer, value);
    text += '\n';
  }
  for (const auto& axis : sweep.axes) {
    for (const auto& target : axis.targets) {
      text += fmt::format("\n{} {} {}", static_cast<int>(target.of), target.pointer,
                          fmt::join(target.also, " "));
    }
  }
  for (const auto& kept : sweep.metrics) {
    text += fmt::format("\n{} {} {}", kept.name, kept.metric, kept.argument);
  }
  for (const auto& point : points) {
    text += fmt::format("\n{}", fmt::join(values_of(sweep, point), " "));
  }
  return digest_of(text);
}

Inputs inputs_of(const Sweep& sweep, const Point& point) {
  Inputs inputs{sweep.config, sweep.workload, sweep.layers, sweep.settings,
                sweep.workload_settings};
  for (std::size_t a = 0; a < point.size(); ++a) {
    const auto& axis = sweep.axes[a];
    for (std::size_t t = 0; t < axis.targets.size(); ++t) {
      const auto& target = axis.targets[t];
      auto pointers = target.also;
      pointers.insert(pointers.begin(), target.pointer);
      const auto& value = axis.values[point[a]][t];
      for (const auto& pointer : pointers) {
        if (target.of == Of::config) inputs.settings.emplace_back(pointer, value);
        if (target.of == Of::workload) inputs.workload_settings.emplace_back(pointer, value);
        if (target.of == Of::sweep) change_sweep(pointer, value, axis, inputs);
      }
    }
  }
  return inputs;
}

}  // namespace sim::explore::sweep
