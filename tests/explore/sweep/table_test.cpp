// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/table.h"

#include <gtest/gtest.h>

namespace sim::explore::sweep {
namespace {

SweepTable table_of(const std::vector<std::vector<double>>& metrics,
                    const std::vector<Objective>& objectives) {
  SweepTable table;
  table.objectives = objectives;
  for (const auto& values : metrics) {
    Row row;
    row.metrics = values;
    row.number = table.rows.size();
    table.rows.push_back(row);
  }
  return table;
}

std::vector<std::size_t> best_of(SweepTable table) {
  mark_best(table);
  std::vector<std::size_t> best;
  for (const auto& row : table.rows) {
    if (row.best) best.push_back(row.number);
  }
  return best;
}

TEST(Best, IsTheLeastOfOneObjective) {
  EXPECT_EQ(best_of(table_of({{3}, {1}, {2}}, {{0, false}})), std::vector<std::size_t>{1});
  EXPECT_EQ(best_of(table_of({{3}, {1}, {2}}, {{0, true}})), std::vector<std::size_t>{0});
}

TEST(Best, OfTwoObjectivesIsTheFront) {
  EXPECT_EQ(best_of(table_of({{1, 5}, {2, 2}, {3, 3}, {5, 1}, {1, 6}}, {{0, false}, {1, false}})),
            (std::vector<std::size_t>{0, 1, 3}));
  EXPECT_EQ(best_of(table_of({{1, 5}, {2, 2}, {3, 3}, {5, 1}, {1, 6}}, {{0, false}, {1, true}})),
            std::vector<std::size_t>{4});
}

TEST(Best, AreAllOfEquals) {
  EXPECT_EQ(best_of(table_of({{1, 2}, {1, 2}, {2, 2}}, {{0, false}, {1, false}})),
            (std::vector<std::size_t>{0, 1}));
}

TEST(Best, IsNobodyWithoutObjectives) { EXPECT_TRUE(best_of(table_of({{1}, {2}}, {})).empty()); }

TEST(Best, IsNoRowThatHasNoResult) {
  auto table = table_of({{}, {2}}, {{0, false}});
  table.rows[0].status = Status::failed;
  EXPECT_EQ(best_of(table), std::vector<std::size_t>{1});
}

TEST(Best, IsOfEachTaskByItself) {
  auto table = table_of({{1}, {2}, {3}, {4}}, {{0, false}});
  table.tasks = {true, false};
  for (std::size_t i = 0; i < 4; ++i) {
    table.rows[i].values = {i < 2 ? "small" : "large", std::to_string(i)};
  }
  EXPECT_EQ(best_of(table), (std::vector<std::size_t>{0, 2}));
}

}  // namespace
}  // namespace sim::explore::sweep
