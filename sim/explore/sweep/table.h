// SPDX-License-Identifier: Apache-2.0
// What came out of a sweep, as plain data.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/explore/sweep/sweep.h"

namespace sim::explore::sweep {

/// invalid: the config's rules or the machine refuse it. failed: anything else that went wrong.
enum class Status { ok, invalid, failed };

const char* name_of(Status status);

struct Row {
  std::size_t number = 0;
  std::vector<std::string> values;  ///< JSON texts, in the order of the table's columns
  Status status = Status::ok;
  std::string reason;           ///< why it is not ok
  std::vector<double> metrics;  ///< in the order of the table's metrics; empty unless ok
  bool best = false;            ///< no other that computes the same is as good in all objectives
                                ///< and better in one
};

struct SweepTable {
  std::string sweep;
  std::string title;
  std::string config;
  std::string workload;
  std::string points;  ///< digest_of_points() of the whole sweep
  std::string inputs;  ///< digest of the contents that its points rest on; only of a file's table
  std::vector<std::string> columns;
  std::vector<bool> tasks;  ///< by column: whether it changes what is computed, not by what
  std::vector<std::string> metrics;
  std::vector<Objective> objectives;
  std::vector<Row> rows;  ///< by number

  std::size_t count(Status status) const;
};

/// Marks the rows that are best: the Pareto front of the objectives, of every task by itself; none
/// without objectives.
void mark_best(SweepTable& table);

}  // namespace sim::explore::sweep
