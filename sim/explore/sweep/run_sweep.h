// SPDX-License-Identifier: Apache-2.0
// Runs the points of a sweep on all cores: everything is checked before the first one runs, layers
// that are equal run once, and a point that goes wrong costs no other.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sim/explore/answer_store.h"
#include "sim/explore/compare.h"
#include "sim/explore/sweep/result_file.h"
#include "sim/explore/sweep/table.h"

namespace sim::explore::sweep {

/// How far it is, in points.
struct Progress {
  std::size_t finished = 0;
  std::size_t total = 0;
  std::size_t failed = 0;  ///< of those that are finished
};

struct SweepOptions {
  std::size_t jobs = 1;
  AnswerStore* store = nullptr;  ///< see RunOptions
  /// Opens the file that keeps the points, for a table without rows; those that it has already are
  /// taken from there. It is asked when all points are known to be sound.
  std::function<std::unique_ptr<ResultFile>(const SweepTable&)> open_file;
  std::string program;     ///< digest, part of the points' keys in that file
  std::size_t shards = 1;  ///< so many processes share the points
  std::size_t shard = 0;   ///< this one's: 0 ... shards - 1
  std::function<void(const Progress&)> progress = [](const Progress&) {};
};

/// UserError, before anything runs, for points that are invalid, unless the sweep stores them; and
/// when the first results show that the machine does not know a metric's figure.
SweepTable run_sweep(const Sweep& sweep, const Library& library, const SweepOptions& options);

}  // namespace sim::explore::sweep
