// SPDX-License-Identifier: Apache-2.0
#include "sim/report/compare_writers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
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

// Groups one after the other, in the order of their first claims.
std::vector<const Verdict*> by_group(const std::vector<Verdict>& verdicts) {
  std::map<std::string, std::size_t> first;
  std::vector<const Verdict*> sorted;
  for (const auto& verdict : verdicts) {
    first.emplace(group_of(verdict.claim.id), first.size());
    sorted.push_back(&verdict);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [&](const auto* a, const auto* b) {
    return first[group_of(a->claim.id)] < first[group_of(b->claim.id)];
  });
  return sorted;
}

// "a/b (3), a/c (1)": groups with how many of their claims have no published value.
std::string without_value(const std::vector<const Verdict*>& verdicts) {
  std::vector<std::pair<std::string, int>> groups;
  for (const auto* verdict : verdicts) {
    if (verdict->status != ClaimStatus::unavailable || !verdict->failure.empty()) continue;
    const auto group = group_of(verdict->claim.id);
    if (groups.empty() || groups.back().first != group) groups.emplace_back(group, 0);
    ++groups.back().second;
  }
  std::string text;
  for (const auto& [group, count] : groups) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", group, count);
  }
  return text;
}

// What misses and why; then each reason for having no value, with all claims that have it.
std::string notes(const std::vector<const Verdict*>& verdicts) {
  std::string text;
  std::vector<std::pair<std::string, std::string>> reasons;  // with ids
  for (const auto* verdict : verdicts) {
    const auto& claim = verdict->claim;
    if (verdict->status == ClaimStatus::miss) {
      text += fmt::format("miss  {}: {}\n", claim.id,
                          claim.note.empty() ? "not explained yet" : claim.note);
    } else if (!verdict->failure.empty()) {
      const auto same = std::find_if(reasons.begin(), reasons.end(), [&](const auto& reason) {
        return reason.first == verdict->failure;
      });
      if (same != reasons.end()) {
        same->second += ", " + claim.id;
      } else {
        reasons.emplace_back(verdict->failure, claim.id);
      }
    }
  }
  for (const auto& [why, ids] : reasons) text += fmt::format("unavailable  {}: {}\n", ids, why);
  const auto groups = without_value(verdicts);
  if (!groups.empty()) text += "unavailable  the source prints no value: " + groups + '\n';
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
  const auto sorted = by_group(verdicts);
  for (const auto* verdict : sorted) {
    const auto& claim = verdict->claim;
    if (!group.empty() && group_of(claim.id) != group) table.add_line();
    group = group_of(claim.id);
    const auto ratio = verdict->ratio();
    table.add({claim.id, number(claim.published), number(verdict->simulated), claim.unit,
               ratio ? fmt::format("{:.3f}", *ratio) : "-",
               claim.published && claim.unavailable.empty()
                   ? fmt::format("{:.3g} %", 100 * claim.tolerance)
                   : "-",
               standing_of(claim), name_of(verdict->status)});
    ++count[static_cast<int>(verdict->status)];
  }
  return table.text() + notes(sorted) +
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
    one["standing"] = standing_of(claim);
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
        standing_of(claim), claim.tolerance, name_of(verdict.status), csv_cell(claim.source));
  }
  return text;
}

std::string to_json_lines(const std::vector<Verdict>& verdicts) {
  std::string text;
  const auto json = Json::parse(to_json(verdicts));
  for (const auto& claim : json.at("claims")) text += claim.dump() + '\n';
  return text;
}

}  // namespace sim::report
