// SPDX-License-Identifier: Apache-2.0
// The points of a sweep in a file of SQLite tables, each written as soon as it has ended: killing
// the program at any moment costs no point that is there. Tables: `sweep` (one row), `columns`,
// `metrics`, `objectives` (each by position) and `points`, whose values and metrics are JSON lists.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/sqlite.h"
#include "sim/explore/sweep/table.h"

namespace sim::explore::sweep {

class ResultFile {
 public:
  /// Makes the file for the points of `table`, whose rows do not matter. With `resume` it may be
  /// there and is continued; title and objectives are then those of `table`, and retain() must
  /// follow. UserError if it is there and must not be, if it holds another sweep, or if it cannot
  /// be written. `program` is a digest.
  ResultFile(const std::filesystem::path& file, const SweepTable& table, const std::string& program,
             bool resume);

  /// The point's row, if it has ended and depended on what `key` stands for.
  std::optional<Row> find(std::size_t number, const std::string& key);
  /// Drops points that, by number, depended on something else than these; and all others if the
  /// sweep had other points, or of other contents, when they were kept. Without that, they may be
  /// another shard's.
  void retain(const std::map<std::size_t, std::string>& keys);
  /// When it returns, the row survives the death of the process.
  void keep(const Row& row, const std::string& key);

 private:
  void describe(const std::filesystem::path& file, const SweepTable& table,
                const std::string& program);

  Database database_;
  bool changed_ = false;  ///< the sweep had other points, or of other contents, before
  std::string points_, inputs_;
  Statement find_, keep_;
};

/// The points of all files together, by number, each once. UserError if a file is no result of a
/// sweep, or if two are of different sweeps, of one whose file, or whose config, workload or
/// prices, were changed in between, or were made by different programs.
SweepTable merged(const std::vector<std::filesystem::path>& files);

}  // namespace sim::explore::sweep
