// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "sim/cli/commands.h"
#include "sim/cli/progress.h"
#include "sim/explore/run.h"
#include "sim/report/result_json.h"
#include "sim/report/run_text.h"
#include "sim/workload/network_reader.h"

namespace sim::cli {
namespace {

machine::Settings parsed(const std::vector<std::string>& settings) {
  machine::Settings result;
  Problems problems;
  for (const auto& text : settings) {
    const auto equals = text.find('=');
    if (text.empty() || text.front() != '/' || equals == std::string::npos) {
      problems.add({"--set", 0, 0, ""},
                   "expected /json/pointer=value, got \"" + text + '"');
    } else {
      result.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  problems.raise_if_any();
  return result;
}

// Layers that the machine cannot run at all, before anything runs.
void check_layers(const machine::Machine& machine, const workload::Network& network,
                  const std::vector<std::string>& chosen) {
  Problems problems;
  for (const auto& layer : network.layers) {
    const bool wanted =
        chosen.empty() || std::find(chosen.begin(), chosen.end(), layer.name) != chosen.end();
    const auto refusal = wanted ? machine.refusal(layer) : "";
    if (!refusal.empty()) problems.add(layer.place, "layer \"" + layer.name + "\": " + refusal);
  }
  problems.raise_if_any();
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream stream(file);
  stream << text;
  if (!stream.flush()) throw UserError({{{file.string(), 0, 0, ""}, "cannot write this file"}});
}

void write_files(const std::filesystem::path& folder, const machine::RunResult& result) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw UserError({{{folder.string(), 0, 0, ""}, "cannot make this folder: " + error.message()}});
  }
  write_file(folder / "run.json", report::to_json(result));
  write_file(folder / "run.csv", report::to_csv(result));
  write_file(folder / "run.txt", report::to_text(result));
}

ExitCode exit_code(const machine::RunResult& result) {
  if (result.failures.empty()) return done;
  const bool all_users = std::all_of(result.failures.begin(), result.failures.end(),
                                     [](const auto& failure) { return failure.users_mistake; });
  return all_users ? users_mistake : our_fault;
}

}  // namespace

machine::Setup read_setup(const Context& context, const std::string& config,
                          const machine::Settings& settings) {
  return machine::read_setup(context.data.config(config), config, settings, context.catalog,
                             context.data.prices());
}

ExitCode run(const Context& context, const RunArguments& arguments) {
  Problems problems;
  machine::Setup setup;
  workload::Network network;
  const auto attempt = [&](const auto& step) {
    try {
      step();
    } catch (const UserError& error) {
      problems.add(error);
    }
  };
  attempt([&] { setup = read_setup(context, arguments.config, parsed(arguments.settings)); });
  attempt([&] { network = workload::read_network(context.data.workload(arguments.workload)); });
  problems.raise_if_any();
  check_layers(*setup.machine, network, arguments.layers);

  explore::RunOptions options;
  options.engine = arguments.engine;
  options.jobs = worker_count(arguments.jobs);
  options.progress = progress_line(context.progress, "layers");
  const auto result = explore::run_network(setup, network, arguments.layers, options);

  switch (arguments.format) {
    case Format::table: context.out << report::to_text(result); break;
    case Format::json: context.out << report::to_json(result); break;
    case Format::csv: context.out << report::to_csv(result); break;
  }
  if (!arguments.folder.empty()) write_files(arguments.folder, result);
  for (const auto& failure : result.failures) std::cerr << failure.message << '\n';
  return exit_code(result);
}

}  // namespace sim::cli
