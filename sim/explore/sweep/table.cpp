// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/table.h"

#include <algorithm>
#include <functional>
#include <map>

namespace sim::explore::sweep {
namespace {

// The objectives as numbers that are to be small.
std::vector<double> costs_of(const Row& row, const std::vector<Objective>& objectives) {
  std::vector<double> costs;
  for (const auto& objective : objectives) {
    const auto value = row.metrics[objective.metric];
    costs.push_back(objective.maximise ? -value : value);
  }
  return costs;
}

bool dominates(const std::vector<double>& a, const std::vector<double>& b) {
  return a != b && std::equal(a.begin(), a.end(), b.begin(), std::less_equal<>());
}

std::vector<std::string> task_of(const Row& row, const std::vector<bool>& tasks) {
  std::vector<std::string> task;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    if (tasks[i]) task.push_back(row.values[i]);
  }
  return task;
}

struct Candidate {
  std::vector<double> costs;
  Row* row;
};

// In ascending order of costs a row can be dominated only by one before it, and then also by one
// that is on the front itself.
void mark_front(std::vector<Candidate>& candidates) {
  std::sort(candidates.begin(), candidates.end(),
            [](const auto& a, const auto& b) { return a.costs < b.costs; });
  std::vector<const std::vector<double>*> front;
  for (auto& [costs, row] : candidates) {
    const auto& mine = costs;
    row->best = std::none_of(front.begin(), front.end(),
                             [&](const auto* other) { return dominates(*other, mine); });
    if (row->best) front.push_back(&costs);
  }
}

}  // namespace

const char* name_of(Status status) {
  switch (status) {
    case Status::ok:
      return "ok";
    case Status::invalid:
      return "invalid";
    case Status::failed:
      return "failed";
  }
  return "?";
}

std::size_t SweepTable::count(Status status) const {
  return static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [&](const auto& row) { return row.status == status; }));
}

void mark_best(SweepTable& table) {
  if (table.objectives.empty()) return;
  std::map<std::vector<std::string>, std::vector<Candidate>> tasks;
  for (auto& row : table.rows) {
    row.best = false;
    if (row.status != Status::ok) continue;
    tasks[task_of(row, table.tasks)].push_back({costs_of(row, table.objectives), &row});
  }
  for (auto& [task, candidates] : tasks) mark_front(candidates);
}

}  // namespace sim::explore::sweep
