// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/refusals.h"

#include <fmt/format.h>

#include <algorithm>

namespace sim::explore::sweep {
namespace {

// What more there is says nothing new.
constexpr std::size_t most_shown = 20;

// "slots 4, rows 2".
std::string text_of(const Row& row, const std::vector<std::string>& columns) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += (i == 0 ? "" : ", ") + columns[i] + ' ' + row.values[i];
  }
  return text;
}

std::string without_file(const Problem& problem) {
  return to_string({{"", 0, 0, problem.place.pointer}, problem.text});
}

}  // namespace

std::string Refusals::reason(const UserError& error) {
  std::string text;
  for (const auto& problem : error.problems()) {
    text += (text.empty() ? "" : "; ") + without_file(problem);
  }
  return text;
}

void Refusals::add(const Row& row, const UserError& error) {
  for (const auto& problem : error.problems()) {
    const auto why = without_file(problem);
    const auto known = std::find_if(refusals_.begin(), refusals_.end(),
                                    [&](const auto& one) { return one.reason == why; });
    if (known != refusals_.end()) {
      ++known->others;
    } else {
      refusals_.push_back({why, text_of(row, sweep_.columns())});
    }
  }
}

void Refusals::raise_if_any() const {
  const auto file = sweep_.axes.front().place.file;
  Problems problems;
  for (const auto& [reason, first, others] : refusals_) {
    if (problems.count() == most_shown) {
      problems.add({file, 0, 0, ""},
                   fmt::format("and {} more such problems", refusals_.size() - most_shown));
      break;
    }
    const auto more =
        others > 0 ? fmt::format(" and {} other point{}", others, others == 1 ? "" : "s") : "";
    problems.add({file, 0, 0, ""}, fmt::format("point {}{}: {}", first, more, reason));
  }
  problems.raise_if_any();
}

}  // namespace sim::explore::sweep
