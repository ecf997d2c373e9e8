// SPDX-License-Identifier: Apache-2.0
// The command line. Parsing stands here and nowhere else: CLI11 is slow to compile.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "arch/catalog.h"
#include "sim/cli/commands.h"

namespace {

using namespace sim::cli;
using sim::fabric::Engine;

const std::map<std::string, Format> formats = {
    {"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}};

void add_format(CLI::App* command, Format& format) {
  command->add_option("--format", format, "table, json or csv")
      ->transform(CLI::CheckedTransformer(formats).description(""))
      ->option_text("FORMAT");
}

void add_jobs(CLI::App* command, std::size_t& jobs) {
  command->add_option("--jobs", jobs, "worker processes; by default one per core")
      ->check(CLI::Range(1, 1024))
      ->option_text("N");
}

CLI::App* add_run(CLI::App& app, RunArguments& run) {
  auto* command = app.add_subcommand("run", "Simulate a workload on a config");
  command->add_option("config", run.config, "name (see: nzsim list configs) or file")
      ->required()
      ->option_text("CONFIG");
  command->add_option("workload", run.workload, "name (see: nzsim list workloads) or file")
      ->required()
      ->option_text("WORKLOAD");
  command->add_option("--layer", run.layers, "run this layer only; may be repeated")
      ->option_text("NAME");
  command->add_option("--set", run.settings, "change a parameter of the config; may be repeated")
      ->option_text("/json/pointer=value");
  const std::map<std::string, Engine> engines = {{"decoupled", Engine::decoupled},
                                                 {"lockstep", Engine::lockstep}};
  command
      ->add_option("--engine", run.engine,
                   "decoupled (fast) or lockstep (SystemC waits at every step); same results")
      ->transform(CLI::CheckedTransformer(engines).description(""))
      ->option_text("ENGINE");
  add_jobs(command, run.jobs);
  add_format(command, run.format);
  command->add_option("--out", run.folder, "also write run.json, run.csv and run.txt there")
      ->option_text("DIR");
  return command;
}

CLI::App* add_compare(CLI::App& app, CompareArguments& compare) {
  auto* command = app.add_subcommand("compare", "Compare simulated with published results");
  command->add_option("claims", compare.claims,
                      "ids or their beginnings, such as eie or eie/time_actual; by default all")
      ->option_text("CLAIM");
  add_jobs(command, compare.jobs);
  add_format(command, compare.format);
  return command;
}

// Exit codes of CLI11's own errors are ours for the user's mistakes.
int parse_error(const CLI::App& app, const CLI::ParseError& error) {
  return app.exit(error) == 0 ? done : users_mistake;
}

int guarded(const auto& command) {
  try {
    return command();
  } catch (const sim::UserError& error) {
    std::cerr << error.what() << '\n';
    return users_mistake;
  } catch (const std::exception& error) {
    std::cerr << "nzsim is at fault: " << error.what() << '\n';
    return our_fault;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("nzsim: cycle-accurate simulation of sparse and in-memory DNN accelerators", "nzsim");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(NZSIM_VERSION));

  RunArguments run_arguments;
  CompareArguments compare_arguments;
  std::string what, name;
  bool schema = false;
  const auto* run_command = add_run(app, run_arguments);
  const auto* compare_command = add_compare(app, compare_arguments);
  auto* list_command = app.add_subcommand("list", "List what there is");
  list_command->add_option("what", what, "machines, configs, workloads or claims")
      ->required()
      ->check(CLI::IsMember({"machines", "configs", "workloads", "claims"}).description(""))
      ->option_text("WHAT");
  auto* describe_command =
      app.add_subcommand("describe", "Explain the parameters and the area of a machine or config");
  describe_command->add_option("name", name, "a machine or a config")
      ->required()
      ->option_text("MACHINE|CONFIG");
  describe_command->add_flag("--schema", schema, "JSON Schema of the config, for editors");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return parse_error(app, error);
  }
  const Context context{DataFolder::standard(), arch::catalog(), std::cout,
                        isatty(STDERR_FILENO) != 0};
  return guarded([&]() -> int {
    if (run_command->parsed()) return run(context, run_arguments);
    if (compare_command->parsed()) return compare(context, compare_arguments);
    if (list_command->parsed()) return list(context, what);
    return describe(context, name, schema);
  });
}
