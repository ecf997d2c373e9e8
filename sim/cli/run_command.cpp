// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>

#include "sim/cli/commands.h"
#include "sim/cli/files.h"
#include "sim/cli/library.h"
#include "sim/cli/output.h"
#include "sim/cli/progress.h"
#include "sim/cli/settings.h"
#include "sim/cli/trace_file.h"
#include "sim/explore/gains.h"
#include "sim/explore/run.h"
#include "sim/workload/network_reader.h"

namespace sim::cli {
namespace {

// Layers that the machine cannot run at all, before anything runs.
void check_layers(const machine::Machine& machine, const workload::Network& network,
                  const std::vector<std::size_t>& chosen, Problems& problems) {
  for (const auto i : chosen) {
    const auto& layer = network.layers[i];
    const auto refusal = machine.refusal(layer);
    if (!refusal.empty()) problems.add(layer.place, "layer \"" + layer.name + "\": " + refusal);
  }
}

// What --out can write; a folder that takes no files must be noticed before the simulation.
constexpr std::array output_files = {"run.json", "run.csv", "run.txt"};

void check_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) throw about_file(folder, "cannot make this folder: " + error.message());
  for (const auto* name : output_files) {
    const auto file = folder / name;
    const bool existed = std::filesystem::exists(file, error);
    if (!std::ofstream(file, std::ios::app)) throw about_file(file, "cannot write this file");
    if (!existed) std::filesystem::remove(file, error);
  }
}

void write_files(const std::filesystem::path& folder, const machine::RunResult& result) {
  write_file(folder / output_files[0], report::to_json(result));
  write_file(folder / output_files[1], report::to_csv(result));
  write_file(folder / output_files[2], report::to_text(result));
}

ExitCode exit_code(const machine::RunResult& result) {
  if (result.failures.empty()) return done;
  const bool all_users = std::all_of(result.failures.begin(), result.failures.end(),
                                     [](const auto& failure) { return failure.users_mistake; });
  return all_users ? users_mistake : our_fault;
}

void say_if_needed(const machine::Machine& machine) {
  const auto why = machine.needs_values();
  if (!why.empty())
    std::cerr << "--values off: they are computed all the same, since " << why << '\n';
}

struct Prepared {
  config::Settings settings;
  config::Settings workload_settings;
  machine::Setup setup;
  workload::Network network;
  std::optional<TraceFile> trace;
  explore::CycleWindow traced_cycles;
};

// Everything that can be wrong before something runs, at once.
Prepared prepare(const Context& context, const RunArguments& arguments) {
  Problems problems;
  Prepared prepared;
  auto& setup = prepared.setup;
  auto& network = prepared.network;
  std::vector<std::size_t> chosen;
  const auto settings = parsed_settings(arguments.settings, "--set", problems);
  const auto of_workload = parsed_settings(arguments.workload_settings, "--set-workload", problems);
  prepared.settings = settings;
  prepared.workload_settings = of_workload;
  problems.attempt([&] { setup = read_setup(context, arguments.config, settings); });
  problems.attempt([&] {
    network = workload::read_and_purify(context.data.workload(arguments.workload), of_workload);
    chosen = explore::chosen_layers(network, arguments.layers);
  });
  if (setup.machine) check_layers(*setup.machine, network, chosen, problems);
  if (!arguments.folder.empty()) problems.attempt([&] { check_folder(arguments.folder); });
  prepared.traced_cycles = parsed_window(arguments.traced_cycles, problems);
  if (arguments.explain && !arguments.traced_cycles.empty()) {
    problems.add({"--explain", 0, 0, ""}, "needs all cycles: leave --trace-cycles out");
  }
  problems.attempt([&] {
    const bool one_job = setup.machine && setup.machine->takes_networks();
    prepared.trace.emplace(arguments.trace, one_job ? 1 : chosen.size());
  });
  problems.raise_if_any();
  return prepared;
}

// Changes are made and simulated, one for each parameter and direction.
std::vector<machine::GainResult> gains(const Context& context, const RunArguments& arguments,
                                       const Prepared& prepared, explore::AnswerStore* store) {
  explore::sweep::SweepOptions options;
  options.store = store;
  options.jobs = worker_count(arguments.jobs);
  if (context.progress) options.progress = sweep_progress(true);
  return explore::gains_of(
      {arguments.config, arguments.workload, arguments.layers, prepared.settings,
       prepared.workload_settings, prepared.setup.blueprint->fields()},
      library_of(context), options);
}

}  // namespace

machine::Setup read_setup(const Context& context, const std::string& config,
                          const config::Settings& settings) {
  return machine::read_setup(context.data.config(config), config, settings, context.catalog,
                             context.data.prices());
}

ExitCode run(const Context& context, const RunArguments& arguments) {
  const auto prepared = prepare(context, arguments);
  const auto& trace = *prepared.trace;
  if (!arguments.values) say_if_needed(*prepared.setup.machine);
  const auto store = known_answers(arguments.again);
  explore::RunOptions options;
  options.store = store.get();
  options.engine = arguments.engine;
  options.values = arguments.values;
  options.jobs = worker_count(arguments.jobs);
  options.progress = progress_line(context.progress, "layers");
  options.tracing.explains = arguments.explain;
  if (trace.wanted()) {
    options.tracing.keep = [&](auto number, const auto& layer, auto cycle, const auto& timeline) {
      trace.keep(number, layer, cycle, timeline);
    };
    options.tracing.cycles = prepared.traced_cycles;
  }
  auto result = explore::run_network(prepared.setup, prepared.network, arguments.layers, options);
  trace.put_together();
  if (arguments.explain && result.failures.empty()) {
    result.gains = gains(context, arguments, prepared, store.get());
  }

  print(context, arguments.format, result);
  if (!arguments.folder.empty()) write_files(arguments.folder, result);
  for (const auto& failure : result.failures) {
    std::cerr << (failure.users_mistake ? "" : fault_prefix) << failure.message << '\n';
  }
  return exit_code(result);
}

}  // namespace sim::cli
