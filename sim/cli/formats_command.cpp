// SPDX-License-Identifier: Apache-2.0
#include <iostream>

#include "sim/cli/commands.h"
#include "sim/cli/output.h"
#include "sim/cli/progress.h"
#include "sim/cli/settings.h"
#include "sim/config/document.h"
#include "sim/config/reader.h"
#include "sim/explore/store.h"
#include "sim/workload/network_reader.h"

namespace sim::cli {
namespace {

explore::FormatOptions format_options(const config::Settings& settings, Problems& problems) {
  auto document = config::Document::parse("{}", "--set");
  document.set(settings, "--set", problems);
  explore::FormatOptions options;
  config::read(document.root(), options.fields(), problems);
  return options;
}

struct FormatsPlan {
  workload::Network network;
  std::vector<std::size_t> layers;
  std::vector<explore::FormatChoice> formats;
  explore::FormatOptions options;
};

// Everything that can be wrong before something is stored, at once.
FormatsPlan plan_of(const Context& context, const FormatsArguments& arguments) {
  Problems problems;
  FormatsPlan plan;
  const auto settings = parsed_settings(arguments.settings, "--set", problems);
  const auto of_workload = parsed_settings(arguments.workload_settings, "--set-workload", problems);
  plan.options = format_options(settings, problems);
  auto names = arguments.only.empty() ? explore::format_names() : arguments.only;
  for (const auto& name : names) {
    problems.attempt([&] {
      plan.formats.push_back({&explore::format_called(name), plan.options});
    });
  }
  problems.attempt([&] {
    plan.network =
        workload::read_and_purify(context.data.workload(arguments.workload), of_workload);
    plan.layers = explore::chosen_layers(plan.network, arguments.layers);
  });
  problems.raise_if_any();
  return plan;
}

ExitCode exit_code_of(const std::vector<explore::StoreAnswer>& layers) {
  ExitCode code = done;
  for (const auto& layer : layers) {
    if (layer.failure.empty()) continue;
    std::cerr << (layer.users_mistake ? "" : fault_prefix) << layer.failure << '\n';
    if (code != our_fault) code = layer.users_mistake ? users_mistake : our_fault;
  }
  return code;
}

}  // namespace

ExitCode formats(const Context& context, const FormatsArguments& arguments) {
  const auto plan = plan_of(context, arguments);
  std::vector<explore::StoreRequest> requests;
  for (const auto layer : plan.layers) requests.push_back({&plan.network, layer, plan.formats});
  explore::RunOptions options;
  options.jobs = worker_count(arguments.jobs);
  options.progress = progress_line(context.progress, "layers");

  report::StoredNetwork stored{plan.network.name, plan.network.title, {}, plan.options, {}};
  for (const auto& choice : plan.formats) stored.formats.push_back(choice.format->name);
  stored.layers = explore::store_layers(requests, options);
  print(context, arguments.format, stored);
  return exit_code_of(stored.layers);
}

}  // namespace sim::cli
