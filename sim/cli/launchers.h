// SPDX-License-Identifier: Apache-2.0
// Sweeps on many machines: what an existing engine needs to run the shards of a sweep. Each shard
// is a command that may be run again at any time, and keeps its points in a file of its own. The
// folder of the files, the program and its data are where every machine sees them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sim::cli {

/// What is to be run, where.
struct Launch {
  std::string sweep;  ///< as the user gave it
  std::size_t shards = 1;
  std::filesystem::path program;  ///< this one
  std::filesystem::path folder;   ///< of the shards' files; the sweep's is named from there
  std::string data;               ///< NZSIM_DATA; empty: the program's own
};

/// "slurm": a job array for sbatch, whose tasks are requeued. "makeflow": rules. "parallel": one
/// command a line, for GNU parallel, a shell or ssh.
std::vector<std::string> launcher_names();

/// Fault if there is no such launcher.
std::string launcher_text(const std::string& launcher, const Launch& launch);

}  // namespace sim::cli
