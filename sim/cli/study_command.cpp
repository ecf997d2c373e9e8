// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "sim/cli/commands.h"
#include "sim/cli/library.h"
#include "sim/cli/output.h"
#include "sim/cli/progress.h"
#include "sim/cli/settings.h"
#include "sim/explore/study.h"
#include "sim/workload/network_reader.h"

namespace sim::cli {
namespace {

// The first design point of every machine, in the order of the catalog.
std::vector<std::string> default_configs(const Context& context) {
  std::vector<std::string> chosen;
  for (const auto& entry : context.catalog) {
    for (const auto& name : context.data.config_names()) {
      if (!name.starts_with(entry.name + '/')) continue;
      chosen.push_back(name);
      break;
    }
  }
  return chosen;
}

std::vector<machine::Setup> setups_of(const Context& context,
                                      const std::vector<std::string>& configs, Problems& problems) {
  std::vector<machine::Setup> setups;
  for (const auto& config : configs) {
    problems.attempt([&] { setups.push_back(read_setup(context, config, {})); });
  }
  return setups;
}

}  // namespace

ExitCode study(const Context& context, const StudyArguments& arguments) {
  Problems problems;
  if (!(arguments.density > 0 && arguments.density < 1)) {
    problems.add({"--density", 0, 0, ""}, "must be above 0 and below 1");
  }
  const auto configs = arguments.configs.empty() ? default_configs(context) : arguments.configs;
  const auto setups = setups_of(context, configs, problems);
  const auto of_workload = parsed_settings(arguments.workload_settings, "--set-workload", problems);
  explore::StudyQuestion question;
  problems.attempt([&] {
    const auto file = context.data.workload(arguments.workload);
    question.network = [file, of_workload](const config::Settings& settings) {
      auto all = of_workload;
      all.insert(all.end(), settings.begin(), settings.end());
      return workload::read_and_purify(file, all);
    };
    explore::chosen_layers(question.network({}), arguments.layers);
  });
  problems.raise_if_any();

  for (const auto& setup : setups) question.setups.push_back(&setup);
  question.layers = arguments.layers;
  question.density = arguments.density;
  const auto store = known_answers(arguments.again);
  explore::RunOptions options;
  options.store = store.get();
  options.jobs = worker_count(arguments.jobs);
  options.progress = progress_line(context.progress, "runs");
  const auto study = explore::study(question, options);
  print(context, arguments.format, study);
  for (const auto& fault : study.faults) std::cerr << fault_prefix << fault << '\n';
  return study.faults.empty() ? done : our_fault;
}

}  // namespace sim::cli
