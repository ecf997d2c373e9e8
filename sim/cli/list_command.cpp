// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sim/base/nearest.h"
#include "sim/cli/commands.h"
#include "sim/config/describe.h"
#include "sim/config/document.h"
#include "sim/config/schema.h"
#include "sim/explore/claims.h"
#include "sim/machine/job.h"
#include "sim/report/numbers.h"
#include "sim/report/run_text.h"
#include "sim/report/table.h"
#include "sim/workload/network_reader.h"

namespace sim::cli {
namespace {

using report::Table;
using enum Table::Align;

// The "title" of a JSON file, for lists; empty if the file is damaged.
std::string title_of(const std::filesystem::path& file) {
  try {
    const auto title = config::Document::read(file).root().find("title");
    return title && title->kind() == config::Kind::string ? title->as_string() : "";
  } catch (const UserError&) {
    return "";
  }
}

std::string machines(const Context& context) {
  Table table({{"machine"}, {"what it is"}});
  for (const auto& entry : context.catalog) table.add({entry.name, entry.title});
  return table.text();
}

std::string configs(const Context& context) {
  Table table({{"config"}, {"what it is"}});
  for (const auto& name : context.data.config_names()) {
    table.add({name, title_of(context.data.config(name))});
  }
  return table.text();
}

std::string workloads(const Context& context) {
  Table table({{"workload"}, {"layers", right}, {"what it is"}});
  for (const auto& name : context.data.workload_names()) {
    try {
      const auto network = workload::read_network(context.data.workload(name));
      table.add({name, std::to_string(network.layers.size()), network.title});
    } catch (const UserError&) {
      table.add({name, "-", "damaged: nzsim run says why"});
    }
  }
  return table.text();
}

std::string claims(const Context& context) {
  Table table({{"claim"}, {"published", right}, {"unit"}, {"standing"}, {"source"}});
  for (const auto& machine : context.data.claimed_machines()) {
    for (const auto& claim : explore::read_claims(context.data.claims(machine))) {
      table.add({claim.id, claim.published ? report::significant(*claim.published) : "-",
                 claim.unit, name_of(claim.standing), claim.source});
    }
  }
  return table.text();
}

std::string parameters(const config::Fields& fields,
                       const std::map<std::string, std::string>& sources, bool with_values) {
  Table table(with_values
                  ? std::vector<Table::Column>{{"parameter"},
                                               {"value", right},
                                               {"unit"},
                                               {"must be"},
                                               {"meaning"},
                                               {"source"}}
                  : std::vector<Table::Column>{{"parameter"}, {"unit"}, {"must be"}, {"meaning"}});
  for (const auto& row : config::describe(fields, sources)) {
    if (with_values) {
      table.add({row.key, row.value, row.unit, row.rule, row.meaning, row.source});
    } else {
      table.add({row.key, row.unit, row.rule, row.meaning});
    }
  }
  return table.text();
}

void describe_config(const Context& context, const std::string& name) {
  const auto setup = read_setup(context, name, {});
  machine::RunResult result;
  machine::add_area(*setup.machine, setup.prices, result);
  context.out << fmt::format("{}\nsource: {}\n\n", setup.title, setup.source)
              << parameters(setup.blueprint->fields(), setup.sources, true)
              << fmt::format("\nArea by price list {}: {}\n", setup.prices.name, setup.prices.title)
              << report::area_text(result);
}

}  // namespace

ExitCode list(const Context& context, const std::string& what) {
  if (what == "machines") context.out << machines(context);
  if (what == "configs") context.out << configs(context);
  if (what == "workloads") context.out << workloads(context);
  if (what == "claims") context.out << claims(context);
  return done;
}

ExitCode describe(const Context& context, const std::string& name, bool schema) {
  auto known = context.data.config_names();
  for (const auto& entry : context.catalog) {
    known.push_back(entry.name);
    if (entry.name != name) continue;
    const auto blueprint = entry.blueprint();  // holds the variables of the fields
    const auto fields = blueprint->fields();
    if (schema) {
      context.out << machine::config_schema(entry) << '\n';
    } else {
      context.out << fmt::format("{}: {}\n\n", entry.name, entry.title)
                  << parameters(fields, {}, false);
    }
    return done;
  }
  if (!context.data.has_config(name)) {
    throw UserError("no machine, no config and no file is called \"" + name + '"' +
                    did_you_mean(name, known));
  }
  if (schema) {
    const auto machine_name = read_setup(context, name, {}).machine_name;
    return describe(context, machine_name, true);
  }
  describe_config(context, name);
  return done;
}

}  // namespace sim::cli
