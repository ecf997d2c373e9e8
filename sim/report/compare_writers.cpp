// SPDX-License-Identifier: Apache-2.0
#include "sim/report/compare_writers.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/report/csv.h"
#include "sim/report/numbers.h"
#include "sim/report/table.h"

namespace sim::report {
namespace {

using explore::ClaimStatus;
using explore::Verdict;
using Json = nlohmann::ordered_json;
using enum Table::Align;

std::string number(const std::optional<double>& value) { return value ? significant(*value) : "-"; }

std::string joined(const std::vector<std::string>& names) {
  return fmt::format("{}", fmt::join(names, " "));
}

// A line between groups of claims: the first two parts of the id are the same.
std::string group_of(const std::string& id) { return id.substr(0, id.find('/', id.find('/') + 1)); }

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json settings_object(const config::Settings& settings) {
  auto object = Json::object();
  for (const auto& [pointer, value] : settings) object[pointer] = Json::parse(value);
  return object;
}

std::string notes(const std::vector<Verdict>& verdicts) {
  std::string text;
  for (const auto& verdict : verdicts) {
    const auto& claim = verdict.claim;
    if (verdict.status == ClaimStatus::miss) {
      text += fmt::format("miss  {}: {}\n", claim.id,
                          claim.note.empty() ? "not explained yet" : claim.note);
    } else if (verdict.status == ClaimStatus::unavailable) {
      text += fmt::format("unavailable  {}: {}\n", claim.id,
                          verdict.failure.empty() ? "the source prints no value" : verdict.failure);
    }
  }
  return text.empty() ? "" : "\n" + text;
}

}  // namespace

std::string to_text(const std::vector<Verdict>& verdicts) {
  Table table({{"claim"},
               {"published", right},
               {"simulated", right},
               {"unit"},
               {"ratio", right},
               {"allowed", right},
               {"standing"},
               {""}});
  std::string group;
  int count[3] = {};
  for (const auto& verdict : verdicts) {
    const auto& claim = verdict.claim;
    if (!group.empty() && group_of(claim.id) != group) table.add_line();
    group = group_of(claim.id);
    const auto ratio = verdict.ratio();
    table.add({claim.id, number(claim.published), number(verdict.simulated), claim.unit,
               ratio ? fmt::format("{:.3f}", *ratio) : "-",
               fmt::format("{:.3g} %", 100 * claim.tolerance), name_of(claim.standing),
               name_of(verdict.status)});
    ++count[static_cast<int>(verdict.status)];
  }
  return table.text() + notes(verdicts) +
         fmt::format("\n{} claims: {} pass, {} miss, {} unavailable\n", verdicts.size(), count[0],
                     count[1], count[2]);
}

std::string to_json(const std::vector<Verdict>& verdicts) {
  Json json;
  json["nzsim"] = "compare";
  json["version"] = 1;
  json["claims"] = Json::array();
  for (const auto& verdict : verdicts) {
    const auto& claim = verdict.claim;
    Json one;
    one["id"] = claim.id;
    one["machine"] = claim.machine;
    one["metric"] = claim.metric;
    one["config"] = claim.config;
    one["format"] = claim.format;
    one["set"] = settings_object(claim.settings);
    one["workload"] = claim.workload;
    one["set_workload"] = settings_object(claim.workload_settings);
    one["layer"] = joined(claim.layers);
    one["published"] = or_null(claim.published);
    one["simulated"] = or_null(verdict.simulated);
    one["unit"] = claim.unit;
    one["ratio"] = or_null(verdict.ratio());
    one["standing"] = name_of(claim.standing);
    one["fitted"] = claim.fitted;
    one["tolerance"] = claim.tolerance;
    one["status"] = name_of(verdict.status);
    one["source"] = claim.source;
    one["note"] = claim.note;
    one["failure"] = verdict.failure;
    json["claims"].push_back(one);
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_csv(const std::vector<Verdict>& verdicts) {
  std::string text =
      "id,machine,metric,workload,layer,published,simulated,unit,ratio,standing,tolerance,status,"
      "source\n";
  const auto cell = [](const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : std::string();
  };
  for (const auto& verdict : verdicts) {
    const auto& claim = verdict.claim;
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_cell(claim.id), csv_cell(claim.machine),
        claim.metric, csv_cell(claim.workload), csv_cell(joined(claim.layers)),
        cell(claim.published), cell(verdict.simulated), csv_cell(claim.unit), cell(verdict.ratio()),
        name_of(claim.standing), claim.tolerance, name_of(verdict.status), csv_cell(claim.source));
  }
  return text;
}

}  // namespace sim::report
