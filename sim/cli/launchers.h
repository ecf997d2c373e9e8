// SPDX-License-Identifier: Apache-2.0
// Sweeps on many machines: what an existing engine needs to run the shards of a sweep. Each shard
// is a command that may be run again at any time, and keeps its points in a file of its own.
#pragma once

#include <string>
#include <vector>

namespace sim::cli {

/// "slurm": a job array for sbatch, whose tasks are requeued. "makeflow": rules. "parallel": one
/// command a line, for GNU parallel or a shell.
std::vector<std::string> launcher_names();

/// Fault if there is no such launcher.
std::string launcher_text(const std::string& launcher, const std::string& sweep,
                          std::size_t shards);

}  // namespace sim::cli
