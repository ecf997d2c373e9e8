// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/library.h"

#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>

#include "sim/explore/digest.h"
#include "sim/workload/network_reader.h"
#include "sim/workload/purification.h"

namespace sim::cli {
namespace {

namespace fs = std::filesystem;

// The value of an environment variable that is set, even if it is empty.
std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

fs::path default_cache() {
  const auto given = environment("XDG_CACHE_HOME").value_or("");
  if (!given.empty()) return fs::path(given) / "nzsim";
  const auto home = environment("HOME").value_or("");
  return home.empty() ? fs::path() : fs::path(home) / ".cache/nzsim";
}

}  // namespace

explore::Library library_of(const Context& context) {
  using Configs = std::map<std::string, machine::ConfigFile>;
  using Workloads = std::map<std::string, workload::NetworkFile>;
  const auto configs = std::make_shared<Configs>();
  const auto workloads = std::make_shared<Workloads>();
  return {[&context, configs](const std::string& name, const config::Settings& settings) {
            auto known = configs->find(name);
            if (known == configs->end()) {
              machine::ConfigFile file(context.data.config(name), name, context.catalog,
                                       context.data.prices());
              known = configs->emplace(name, std::move(file)).first;
            }
            return known->second.setup(settings);
          },
          [&context, workloads](const std::string& name, const config::Settings& settings) {
            auto known = workloads->find(name);
            if (known == workloads->end()) {
              known = workloads->emplace(name, context.data.workload(name)).first;
            }
            auto network = known->second.network(settings);
            workload::purify(network);
            return network;
          }};
}

std::unique_ptr<explore::AnswerStore> known_answers(bool again) {
  const auto chosen = environment("NZSIM_CACHE");
  const auto folder = chosen ? fs::path(*chosen) : default_cache();
  if (folder.empty()) return nullptr;
  try {
    return std::make_unique<explore::AnswerStore>(folder / "answers.sqlite",
                                                  explore::program_digest(), !again);
  } catch (const UserError& error) {
    if (chosen) throw;
    std::cerr << "no cache: " << error.what() << '\n';
    return nullptr;
  }
}

}  // namespace sim::cli
