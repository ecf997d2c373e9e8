// SPDX-License-Identifier: Apache-2.0
// The command line. Parsing stands here and nowhere else: CLI11 is slow to compile.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "arch/catalog.h"
#include "sim/base/nearest.h"
#include "sim/cli/commands.h"
#include "sim/cli/launchers.h"

namespace {

using namespace sim::cli;
using Names = std::vector<std::string>;

std::string listed(const Names& names) {
  std::string text;
  for (const auto& name : names) {
    if (!text.empty()) text += name == names.back() ? " or " : ", ";
    text += name;
  }
  return text;
}

// One of some names; a wrong one is told the right ones.
CLI::Validator one_of(const Names& names) {
  return CLI::Validator(
      [names](std::string& text) {
        if (std::find(names.begin(), names.end(), text) != names.end()) return std::string();
        return '"' + text + "\" is not allowed: must be " + listed(names) +
               sim::did_you_mean(text, names);
      },
      "");
}

template <class Enum>
void add_choice(CLI::App* command, const std::string& option, Enum& variable, Names names,
                const std::string& text, const std::string& meaning) {
  const auto store = [&variable, names](const std::string& name) {
    variable = static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
  };
  command->add_option_function<std::string>(option, store, meaning)
      ->check(one_of(names))
      ->option_text(text);
}

void add_format(CLI::App* command, Format& format, const Names& more = {}) {
  Names names = {"table", "json", "csv"};
  names.insert(names.end(), more.begin(), more.end());
  add_choice(
      command, "--format", format, names, "FORMAT",
      "of the result: table (the default), " + listed(Names(names.begin() + 1, names.end())));
}

void add_again(CLI::App* command, bool& again) {
  command->add_flag_callback(
      "--again", [&again] { again = true; }, "simulate also what is known from an earlier command");
}

void add_jobs(CLI::App* command, std::size_t& jobs) {
  command->add_option("--jobs", jobs, "worker processes; by default one per core")
      ->check(CLI::Range(1, 1024).description(""))
      ->option_text("N");
}

// An option that may be repeated takes one value each time, not all that follow.
void add_repeated(CLI::App* command, const std::string& option, Names& values,
                  const std::string& value, const std::string& meaning) {
  command->add_option(option, values, meaning + "; may be repeated")
      ->allow_extra_args(false)
      ->option_text(value);
}

// A config or a workload: one of `kind`, by name or by file.
void add_input(CLI::App* command, const std::string& option, std::string& name,
               const std::string& kind) {
  command->add_option(option, name, "name (see: nzsim list " + kind + ") or file")
      ->required()
      ->option_text(" ");
}

void add_run(CLI::App& app, RunArguments& run) {
  auto* command = app.add_subcommand("run", "Simulate a workload on a config");
  add_input(command, "CONFIG", run.config, "configs");
  add_input(command, "WORKLOAD", run.workload, "workloads");
  add_repeated(command, "--layer", run.layers, "NAME", "run this layer only");
  add_repeated(command, "--set", run.settings, "/KEY=VALUE",
               "change the config's value at this JSON pointer");
  add_repeated(command, "--set-workload", run.workload_settings, "/KEY=VALUE",
               "change the workload's; in a list, * stands for all elements and 0-4 for five");
  add_choice(command, "--engine", run.engine, {"decoupled", "lockstep"}, "ENGINE",
             "decoupled (the default, fast) or lockstep (SystemC waits at every step); both give "
             "the same results");
  add_choice(command, "--values", run.values, {"off", "on"}, "on|off",
             "off: simulate time, counts and energy without multiplying; outputs are then unknown");
  add_jobs(command, run.jobs);
  add_again(command, run.again);
  add_format(command, run.format, {"jsonl"});
  command->add_option("--out", run.folder, "folder to write run.json, run.csv and run.txt to")
      ->option_text("DIR");
  command
      ->add_option("--trace", run.trace,
                   "file to write what every block did when: .json opens in Perfetto and "
                   "chrome://tracing, .vcd in GTKWave")
      ->option_text("FILE");
  command
      ->add_option("--trace-cycles", run.traced_cycles,
                   "the machine's cycles to trace, such as 0-1000; by default all")
      ->option_text("FROM-TO");
  command->add_flag("--explain", run.explain,
                    "show the chain of work and waiting that the time is made of, and what a "
                    "change of each parameter saves");
  command->footer(
      "Examples:\n"
      "  nzsim run eie/isca2016 digits-mlp\n"
      "  nzsim run eie/isca2016 alexnet-fc --layer fc6 --set /activation_queue/slots=16");
}

void add_compare(CLI::App& app, CompareArguments& compare) {
  auto* command =
      app.add_subcommand("compare", "Compare simulated results with what the papers published");
  command
      ->add_option("CLAIM", compare.claims,
                   "ids (see: nzsim list claims) or their beginnings, such as eie or "
                   "eie/time_actual; by default all")
      ->option_text(" ");
  add_jobs(command, compare.jobs);
  add_again(command, compare.again);
  add_format(command, compare.format, {"jsonl"});
}

void add_formats(CLI::App& app, FormatsArguments& formats) {
  auto* command = app.add_subcommand(
      "formats", "Show how many bits a workload's weights take in each storage format");
  add_input(command, "WORKLOAD", formats.workload, "workloads");
  add_repeated(command, "--layer", formats.layers, "NAME", "store this layer only");
  add_repeated(command, "--only", formats.only, "NAME",
               "in this format only (see: nzsim list formats)");
  add_repeated(command, "--set", formats.settings, "/KEY=VALUE",
               "change an option of the formats: /index_bits=5");
  add_repeated(command, "--set-workload", formats.workload_settings, "/KEY=VALUE",
               "change the workload's value at this JSON pointer");
  add_jobs(command, formats.jobs);
  add_format(command, formats.format);
}

void add_study(CLI::App& app, StudyArguments& study) {
  auto* command = app.add_subcommand(
      "study", "Prune the same weights in every structure and compare storage, time and energy");
  add_input(command, "WORKLOAD", study.workload, "workloads");
  add_repeated(command, "--layer", study.layers, "NAME", "of this layer only");
  add_repeated(command, "--config", study.configs, "NAME",
               "on this design point (see: nzsim list configs); by default on the first of every "
               "machine");
  add_repeated(command, "--set-workload", study.workload_settings, "/KEY=VALUE",
               "change the workload's value at this JSON pointer, before it is pruned anew");
  command->add_option("--density", study.density, "share of weights that are kept; 0.25 by default")
      ->option_text("SHARE");
  add_jobs(command, study.jobs);
  add_again(command, study.again);
  add_format(command, study.format);
  command->footer(
      "Examples:\n"
      "  nzsim study vgg16 --layer conv4_2 --density 0.25\n"
      "  nzsim study alexnet --layer fc8 --set-workload "
      "/layers/7/weights/quantise/codebook_bits=4");
}

void add_sweep(CLI::App& app, SweepArguments& sweep) {
  auto* command = app.add_subcommand("sweep", "Vary values of a config or a workload");
  add_input(command, "SWEEP", sweep.sweep, "sweeps");
  add_jobs(command, sweep.jobs);
  command->add_option("--out", sweep.file, "SQLite file that keeps each point as soon as it ends")
      ->option_text("FILE");
  command->add_flag_callback(
      "--resume", [&sweep] { sweep.resume = true; }, "continue that file: run the other points");
  add_again(command, sweep.again);
  command->add_option("--shards", sweep.shards, "share the points between N processes")
      ->check(CLI::Range(1, 1000000).description(""))
      ->option_text("N");
  command->add_option("--shard", sweep.shard, "run this one's share: 1 to N")
      ->check(CLI::Range(1, 1000000).description(""))
      ->option_text("K");
  command
      ->add_option("--emit", sweep.launcher,
                   "print what runs the shards: " + listed(launcher_names()))
      ->check(one_of(launcher_names()))
      ->option_text("ENGINE");
  command->add_option("--merge", sweep.merge, "print the points of these files of shards")
      ->option_text("FILE...");
  add_format(command, sweep.format, {"jsonl"});
  command->footer(
      "Examples:\n"
      "  nzsim sweep eie-queue-depth\n"
      "  nzsim sweep eie-queue-depth --format csv > points.csv");
}

void add_report(CLI::App& app, ReportArguments& report) {
  auto* command = app.add_subcommand("report", "Write a result as a page of figures and tables");
  command
      ->add_option("FILE", report.inputs,
                   "what run, sweep or compare wrote with --format json, or - for standard input; "
                   "or the SQLite file of a sweep, or those of all its shards")
      ->required()
      ->option_text(" ");
  command
      ->add_option("--out", report.file,
                   "HTML file to write, which needs nothing else; by default standard output")
      ->option_text("FILE.html");
  command
      ->add_option("--svg", report.folder,
                   "folder to write each figure to as an SVG file; needs Chromium")
      ->option_text("DIR");
  command->footer(
      "Examples:\n"
      "  nzsim run eie/isca2016 digits-mlp --format json | nzsim report - --out report.html\n"
      "  nzsim sweep eie-queue-depth --out points.sqlite && nzsim report points.sqlite --out "
      "report.html");
}

void add_list(CLI::App& app, std::string& what) {
  const Names kinds = {"machines", "configs", "workloads", "claims", "sweeps", "formats"};
  auto* command = app.add_subcommand("list", "List " + listed(kinds));
  command->add_option("KIND", what, listed(kinds))
      ->required()
      ->check(one_of(kinds))
      ->option_text(" ");
}

void add_describe(CLI::App& app, std::string& name, Description& kind) {
  auto* command = app.add_subcommand(
      "describe", "Explain a machine's parameters, or a config's values and area");
  command->add_option("NAME", name, "a machine, a config or a config's file")
      ->required()
      ->option_text(" ");
  command->add_flag_callback(
      "--schema", [&kind] { kind = Description::schema; },
      "print the JSON Schema of the machine's configs instead");
  command->add_flag_callback(
      "--markdown", [&kind] { kind = Description::markdown; },
      "print a config's parameters as a Markdown page instead");
}

Names names_of(const CLI::App& app) {
  Names names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

// The first option that a command (or nzsim itself) does not have; empty if there is none.
std::string unknown_option(const CLI::App& command, int argc, char** argv) {
  Names options;
  for (const auto* option : command.get_options()) {
    for (const auto& name : option->get_lnames()) options.push_back("--" + name);
  }
  for (int i = 1; i < argc; ++i) {
    const std::string text = argv[i];
    const auto option = text.substr(0, text.find('='));
    if (!option.starts_with("--") || option == "--") continue;
    if (std::find(options.begin(), options.end(), option) != options.end()) continue;
    return command.get_name() + " has no option " + option + sim::did_you_mean(option, options);
  }
  return "";
}

// What CLI11 does not say: which command or option may have been meant.
std::string unknown_name(const CLI::App& app, int argc, char** argv) {
  const auto commands = names_of(app);
  if (argc < 2) return "nzsim needs a command: " + listed(commands);
  const std::string first = argv[1];
  if (first.starts_with('-')) return unknown_option(app, argc, argv);
  if (std::find(commands.begin(), commands.end(), first) == commands.end()) {
    return "no command is called \"" + first + "\": must be " + listed(commands) +
           sim::did_you_mean(first, commands);
  }
  return unknown_option(*app.get_subcommand(first), argc, argv);
}

// Help goes to standard output; a mistake to standard error.
int parse_error(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  if (error.get_exit_code() == 0) return app.exit(error);
  const auto text = unknown_name(app, argc, argv);
  std::cerr << (text.empty() ? error.what() : text) << "\nRun nzsim --help for more.\n";
  return users_mistake;
}

int guarded(const auto& command) {
  try {
    const int code = command();
    if (!std::cout.flush()) throw sim::UserError("standard output cannot be written");
    return code;
  } catch (const sim::UserError& error) {
    std::cerr << error.what() << '\n';
    return users_mistake;
  } catch (const std::exception& error) {
    std::cerr << fault_prefix << error.what() << '\n';
    return our_fault;
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("nzsim: cycle-accurate simulation of sparse and in-memory DNN accelerators",
               "nzsim");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(NZSIM_VERSION), "Print the version and exit");
  RunArguments run_arguments;
  CompareArguments compare_arguments;
  FormatsArguments formats_arguments;
  StudyArguments study_arguments;
  ReportArguments report_arguments;
  SweepArguments sweep_arguments;
  std::string what, name;
  Description kind = Description::table;
  add_run(app, run_arguments);
  add_sweep(app, sweep_arguments);
  add_compare(app, compare_arguments);
  add_formats(app, formats_arguments);
  add_study(app, study_arguments);
  add_report(app, report_arguments);
  add_list(app, what);
  add_describe(app, name, kind);
  app.footer(  // last: commands inherit the footer that they find
      "Every command has a --help of its own. Configs and workloads are looked for in the folder\n"
      "NZSIM_DATA (an environment variable; by default the source tree), and as files. What was\n"
      "simulated is kept in the folder NZSIM_CACHE (by default ~/.cache/nzsim; empty: nowhere).\n"
      "Exit code: 0 done, 1 a claim missed or a point failed, 2 a mistake in the input, 3 a fault "
      "of nzsim.");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return parse_error(app, error, argc, argv);
  }
  const auto command = app.get_subcommands().front()->get_name();
  return guarded([&]() -> int {
    const Context context{DataFolder::standard(), arch::catalog(), std::cout,
                          isatty(STDERR_FILENO) != 0};
    if (command == "run") return run(context, run_arguments);
    if (command == "sweep") return sweep(context, sweep_arguments);
    if (command == "compare") return compare(context, compare_arguments);
    if (command == "formats") return formats(context, formats_arguments);
    if (command == "study") return study(context, study_arguments);
    if (command == "report") return report(context, report_arguments);
    if (command == "list") return list(context, what);
    return describe(context, name, kind);
  });
}
