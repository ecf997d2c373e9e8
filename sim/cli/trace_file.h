// SPDX-License-Identifier: Apache-2.0
// The file of `run --trace`. Workers leave the events of their layers in files beside it, which are
// put together when all have ended.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "sim/base/errors.h"
#include "sim/explore/tracing.h"
#include "sim/fabric/timeline.h"

namespace sim::cli {

/// "1000-2000" as cycles, of which the second is not among them; all cycles if empty. Adds a
/// problem if it is something else.
explore::CycleWindow parsed_window(const std::string& text, Problems& problems);

class TraceFile {
 public:
  /// Nothing is written if `file` is empty. `jobs` will be traced. UserError for a name that ends
  /// neither in .json nor in .vcd, a waveform of several jobs, and a file that cannot be written.
  TraceFile(std::filesystem::path file, std::size_t jobs);

  bool wanted() const { return !file_.empty(); }
  /// In the worker: keeps the time line of one job.
  void keep(std::size_t number, const std::string& layer, Time cycle,
            const fabric::Timeline& timeline) const;
  /// When all have ended: writes the file.
  void put_together() const;

 private:
  std::filesystem::path part(std::size_t number) const;

  std::filesystem::path file_;
  std::size_t jobs_;
};

}  // namespace sim::cli
