// SPDX-License-Identifier: Apache-2.0
// What each command does, apart from parsing its arguments. Results go to `out`; progress and
// messages go to standard error. The result is the exit code.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "sim/cli/data_folder.h"
#include "sim/fabric/simulation.h"
#include "sim/machine/setup.h"

namespace sim::cli {

/// 0 done, 1 a claim missed or a layer failed, 2 the user's mistake, 3 ours.
enum ExitCode { done = 0, missed = 1, users_mistake = 2, our_fault = 3 };

/// Begins a message about our own mistakes.
constexpr const char* fault_prefix = "nzsim is at fault: ";

enum class Format { table, json, csv, jsonl };

/// What the commands know of the world.
struct Context {
  DataFolder data;
  std::span<const machine::CatalogEntry> catalog;
  std::ostream& out;
  bool progress = false;  ///< standard error is a terminal
};

struct RunArguments {
  std::string config;
  std::string workload;
  std::vector<std::string> layers;
  std::vector<std::string> settings;           ///< "/pointer=value"
  std::vector<std::string> workload_settings;  ///< "/pointer=value"
  fabric::Engine engine = fabric::Engine::decoupled;
  bool values = true;
  std::size_t jobs = 0;  ///< 0: one per core
  bool again = false;    ///< simulate what is known already
  Format format = Format::table;
  std::string folder;         ///< for --out; empty: none
  std::string trace;          ///< file for --trace; empty: none
  std::string traced_cycles;  ///< "FROM-TO"; empty: all
  bool explain = false;
};

struct CompareArguments {
  std::vector<std::string> claims;  ///< beginnings of ids; empty: all
  std::size_t jobs = 0;
  bool again = false;  ///< simulate what is known already
  Format format = Format::table;
};

struct FormatsArguments {
  std::string workload;
  std::vector<std::string> layers;
  std::vector<std::string> only;               ///< names of formats; empty: all
  std::vector<std::string> settings;           ///< "/pointer=value" of the formats' options
  std::vector<std::string> workload_settings;  ///< "/pointer=value"
  std::size_t jobs = 0;
  Format format = Format::table;
};

struct StudyArguments {
  std::string workload;
  std::vector<std::string> layers;
  std::vector<std::string> configs;            ///< empty: one of every machine
  std::vector<std::string> workload_settings;  ///< "/pointer=value"
  double density = 0.25;
  std::size_t jobs = 0;
  bool again = false;  ///< simulate what is known already
  Format format = Format::table;
};

struct SweepArguments {
  std::string sweep;
  std::string file;  ///< for --out; empty: none
  bool resume = false;
  std::size_t shards = 0;  ///< 0: not shared
  std::size_t shard = 0;   ///< 1 ... shards; 0: all of them
  std::string launcher;    ///< for --emit; empty: none
  std::vector<std::string> merge;
  std::size_t jobs = 0;
  bool again = false;
  Format format = Format::table;
};

struct ReportArguments {
  std::vector<std::string> inputs;  ///< files; "-": standard input
  std::string file;                 ///< for --out; empty: standard output
  std::string folder;               ///< for --svg; empty: none
};

ExitCode run(const Context& context, const RunArguments& arguments);
ExitCode compare(const Context& context, const CompareArguments& arguments);
ExitCode formats(const Context& context, const FormatsArguments& arguments);
ExitCode sweep(const Context& context, const SweepArguments& arguments);
ExitCode study(const Context& context, const StudyArguments& arguments);
ExitCode report(const Context& context, const ReportArguments& arguments);
ExitCode list(const Context& context, const std::string& what);
/// What `describe` prints: a table, a config's parameters as a Markdown page, or a JSON Schema.
enum class Description { table, markdown, schema };
ExitCode describe(const Context& context, const std::string& name, Description kind);

/// A config by name, with `--set` applied.
machine::Setup read_setup(const Context& context, const std::string& config,
                          const config::Settings& settings);

}  // namespace sim::cli
