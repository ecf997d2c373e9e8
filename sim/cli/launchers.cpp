// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/launchers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "sim/base/errors.h"

namespace sim::cli {
namespace {

bool is_plain(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
}

// One word of a shell.
std::string quoted(const std::string& word) {
  const bool plain =
      std::all_of(word.begin(), word.end(), [](char c) { return is_plain(c) || c == '/'; });
  if (plain && !word.empty()) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + '\'';
}

// What the names of the files begin with: nothing in it that an engine could take for its own.
std::string stem_of(const Launch& launch) {
  auto stem = std::filesystem::path(launch.sweep).stem().string();
  std::replace_if(
      stem.begin(), stem.end(), [](char c) { return !is_plain(c); }, '_');
  return stem;
}

// The shared cache is not for files that many machines mount.
std::string command(const Launch& launch, const std::string& shard, const std::string& jobs) {
  const auto data = launch.data.empty() ? "" : "NZSIM_DATA=" + quoted(launch.data) + ' ';
  return fmt::format(
      "NZSIM_CACHE= {}{} sweep {} --shards {} --shard {} --out {}-{}.sqlite --resume "
      "--format jsonl --jobs {} >/dev/null",
      data, quoted(launch.program.string()), quoted(launch.sweep), launch.shards, shard,
      stem_of(launch), shard, jobs);
}

// Slurm itself runs the tasks of a dead node again; a program that was killed is our own affair.
std::string slurm(const Launch& launch) {
  return fmt::format(
      "#!/bin/bash\n"
      "#SBATCH --job-name={0}\n"
      "#SBATCH --array=1-{1}\n"
      "#SBATCH --requeue\n"
      "#SBATCH --open-mode=append\n"
      "#SBATCH --output={0}-%a.log\n"
      "{2}\n"
      "code=$?\n"
      "# Killed, as happens when memory runs out: again, perhaps elsewhere, but not for ever.\n"
      "if [ $code -gt 128 ] && [ ${{SLURM_RESTART_COUNT:-0}} -lt 3 ]; then\n"
      "  scontrol requeue ${{SLURM_ARRAY_JOB_ID}}_$SLURM_ARRAY_TASK_ID\n"
      "fi\n"
      "exit $code\n",
      stem_of(launch), launch.shards,
      command(launch, "$SLURM_ARRAY_TASK_ID", "${SLURM_CPUS_PER_TASK:-1}"));
}

// Makeflow removes the targets of rules that did not end: they are marks beside the files. Workers
// of Work Queue run in folders of their own. A shard with points that failed has ended all the
// same.
std::string makeflow(const Launch& launch) {
  std::string text = "CORES=1\n";
  for (std::size_t shard = 1; shard <= launch.shards; ++shard) {
    text += fmt::format(
        "\n{0}-{1}.done:\n"
        "\t(cd {2} || exit 2; {3}; [ \\$? -le 1 ]) && touch {0}-{1}.done\n",
        stem_of(launch), shard, quoted(launch.folder.string()),
        command(launch, std::to_string(shard), "1"));
  }
  return text;
}

std::string parallel(const Launch& launch) {
  std::string text;
  for (std::size_t shard = 1; shard <= launch.shards; ++shard) {
    text += fmt::format("cd {} && {}\n", quoted(launch.folder.string()),
                        command(launch, std::to_string(shard), "1"));
  }
  return text;
}

}  // namespace

std::vector<std::string> launcher_names() { return {"slurm", "makeflow", "parallel"}; }

std::string launcher_text(const std::string& launcher, const Launch& launch) {
  if (launcher == "slurm") return slurm(launch);
  if (launcher == "makeflow") return makeflow(launch);
  if (launcher == "parallel") return parallel(launch);
  throw Fault("no launcher is called " + launcher);
}

}  // namespace sim::cli
