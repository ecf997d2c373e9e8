// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/launchers.h"

#include <fmt/format.h>

#include <filesystem>

#include "sim/base/errors.h"

namespace sim::cli {
namespace {

// The shared cache is not for files that many machines mount.
std::string command(const std::string& sweep, std::size_t shards, const std::string& shard) {
  const auto stem = std::filesystem::path(sweep).stem().string();
  return fmt::format(
      "NZSIM_CACHE= nzsim sweep {} --shards {} --shard {} --out {}-{}.sqlite "
      "--resume --format jsonl",
      sweep, shards, shard, stem, shard);
}

std::string slurm(const std::string& sweep, std::size_t shards) {
  return fmt::format(
      "#!/bin/bash\n"
      "#SBATCH --job-name=nzsim\n"
      "#SBATCH --array=1-{}\n"
      "#SBATCH --requeue\n"
      "#SBATCH --open-mode=append\n"
      "#SBATCH --output=nzsim-%a.log\n"
      "{} --jobs ${{SLURM_CPUS_PER_TASK:-1}} >/dev/null\n",
      shards, command(sweep, shards, "$SLURM_ARRAY_TASK_ID"));
}

std::string makeflow(const std::string& sweep, std::size_t shards) {
  const auto stem = std::filesystem::path(sweep).stem().string();
  std::string text;
  for (std::size_t shard = 1; shard <= shards; ++shard) {
    text += fmt::format("{}-{}.sqlite:\n\t{} >/dev/null\n\n", stem, shard,
                        command(sweep, shards, std::to_string(shard)));
  }
  return text;
}

std::string parallel(const std::string& sweep, std::size_t shards) {
  std::string text;
  for (std::size_t shard = 1; shard <= shards; ++shard) {
    text += command(sweep, shards, std::to_string(shard)) + " --jobs 1 >/dev/null\n";
  }
  return text;
}

}  // namespace

std::vector<std::string> launcher_names() { return {"slurm", "makeflow", "parallel"}; }

std::string launcher_text(const std::string& launcher, const std::string& sweep,
                          std::size_t shards) {
  if (launcher == "slurm") return slurm(sweep, shards);
  if (launcher == "makeflow") return makeflow(sweep, shards);
  if (launcher == "parallel") return parallel(sweep, shards);
  throw Fault("no launcher is called " + launcher);
}

}  // namespace sim::cli
