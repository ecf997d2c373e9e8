// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "sim/cli/commands.h"
#include "sim/cli/launchers.h"
#include "sim/cli/library.h"
#include "sim/cli/output.h"
#include "sim/cli/progress.h"
#include "sim/explore/digest.h"
#include "sim/explore/sweep/run_sweep.h"
#include "sim/explore/sweep/sweep_reader.h"

namespace sim::cli {
namespace {

using explore::sweep::ResultFile;
using explore::sweep::Status;
using explore::sweep::Sweep;
using explore::sweep::SweepOptions;
using explore::sweep::SweepTable;

// A sweep that stores invalid points expects them.
ExitCode exit_code(const Sweep& sweep, const SweepTable& table) {
  const bool expected = sweep.invalid == explore::sweep::Invalid::store;
  if (table.count(Status::invalid) > 0 && !expected) return missed;
  return table.count(Status::failed) > 0 ? missed : done;
}

// Options that make no sense together, all at once.
void check(const SweepArguments& arguments) {
  Problems problems;
  const auto refuse = [&](bool wrong, const char* option, const char* text) {
    if (wrong) problems.add({option, 0, 0, ""}, text);
  };
  const auto& [shards, shard] = std::tie(arguments.shards, arguments.shard);
  refuse(arguments.resume && arguments.file.empty(), "--resume",
         "needs --out, the file to continue");
  refuse(shard > shards, "--shard", "must be from 1 to the number of --shards");
  refuse(!arguments.launcher.empty() && shards == 0, "--emit", "needs --shards");
  refuse(shards > 0 && shard == 0 && arguments.launcher.empty(), "--shards",
         "needs --shard, the one to run, or --emit");
  refuse(!arguments.merge.empty() && shards + shard > 0, "--merge", "is of shards that have run");
  problems.raise_if_any();
}

SweepOptions options_of(const Context& context, const SweepArguments& arguments,
                        explore::AnswerStore* store) {
  SweepOptions options;
  options.jobs = worker_count(arguments.jobs);
  options.store = store;
  options.program = explore::program_digest();
  options.progress = sweep_progress(context.progress);
  options.shards = std::max<std::size_t>(1, arguments.shards);
  options.shard = arguments.shard > 0 ? arguments.shard - 1 : 0;
  if (arguments.file.empty()) return options;
  options.open_file = [&arguments](const SweepTable& table) {
    return std::make_unique<ResultFile>(arguments.file, table, explore::program_digest(),
                                        arguments.resume);
  };
  return options;
}

// What shards have found; points that none of them has are told.
ExitCode merge(const Context& context, const Sweep& sweep, const SweepArguments& arguments) {
  const auto table = explore::sweep::merged({arguments.merge.begin(), arguments.merge.end()});
  if (table.sweep != sweep.name) {
    throw UserError({{{arguments.merge.front(), 0, 0, ""},
                      "holds sweep " + table.sweep + ", not " + sweep.name}});
  }
  const auto points = explore::sweep::points_of(sweep);
  if (table.points != explore::sweep::digest_of_points(sweep, points)) {
    throw UserError(
        {{{arguments.merge.front(), 0, 0, ""}, "is of another version of sweep " + sweep.name}});
  }
  print(context, arguments.format, table);
  const auto wanted = points.size();
  if (table.rows.size() == wanted) return exit_code(sweep, table);
  std::cerr << fmt::format("{} of {} points are missing\n", wanted - table.rows.size(), wanted);
  return missed;
}

Launch launch_of(const SweepArguments& arguments) {
  const char* data = std::getenv("NZSIM_DATA");
  return {arguments.sweep, arguments.shards, std::filesystem::canonical("/proc/self/exe"),
          std::filesystem::current_path(), data ? data : ""};
}

}  // namespace

ExitCode sweep(const Context& context, const SweepArguments& arguments) {
  check(arguments);
  const auto sweep = explore::sweep::read_sweep(context.data.sweep(arguments.sweep));
  if (!arguments.merge.empty()) return merge(context, sweep, arguments);
  if (!arguments.launcher.empty()) {
    context.out << launcher_text(arguments.launcher, launch_of(arguments));
    return done;
  }
  const auto library = library_of(context);
  const auto store = known_answers(arguments.again);
  const auto table = run_sweep(sweep, library, options_of(context, arguments, store.get()));
  print(context, arguments.format, table);
  return exit_code(sweep, table);
}

}  // namespace sim::cli
