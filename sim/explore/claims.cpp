// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/claims.h"

#include <map>

#include "sim/config/reader.h"
#include "sim/explore/metrics.h"
#include "sim/explore/settings_reader.h"

namespace sim::explore {
namespace {

using config::Node;

std::optional<Baseline> read_baseline(const Node& object, Problems& problems) {
  const auto node = object.find("baseline");
  if (!node) return std::nullopt;
  Baseline baseline;
  config::read(
      *node,
      {config::field("name", baseline.name, "the platform", "", config::non_empty()),
       config::field("time_us", baseline.time_us, "its published time", "us", config::above(0)),
       config::field("power_w", baseline.power_w, "its published power", "W", config::above(0))
           .optional()},
      problems);
  return baseline;
}

// Where a key of the claim would stand.
Place part(const Claim& claim, const std::string& key) {
  auto place = claim.place;
  place.pointer += key;
  return place;
}

std::optional<double> read_published(const Node& object, const Claim& claim, Problems& problems) {
  const auto node = object.find("published");
  if (!node) {
    problems.add(part(claim, "/published"), "missing (a number, or null if there is none)");
  } else if (node->kind() == config::Kind::number || node->kind() == config::Kind::integer) {
    return node->as_number();
  } else if (node->kind() != config::Kind::null) {
    problems.add(node->place(), "expected a number or null, got " + node->shown());
  }
  return std::nullopt;
}

// What the metric is about: a machine's config, a storage format, or other claims.
void check_subject(const Node& object, const Claim& claim, Subject subject, Problems& problems) {
  const auto refuse = [&](const char* key, const std::string& why) {
    if (const auto node = object.find(key)) problems.add(node->key_place(), why);
  };
  const auto metric = "metric \"" + claim.metric + '"';
  if (subject == Subject::machine && !object.find("config")) {
    problems.add(part(claim, "/config"), "missing (the design point)");
  }
  if (subject == Subject::storage && !object.find("format")) {
    problems.add(part(claim, "/format"), "missing (the storage format)");
  }
  if (subject == Subject::machine) refuse("format", metric + " is about a machine");
  if (subject == Subject::storage) refuse("config", metric + " is about a storage format");
  if (subject != Subject::storage) refuse("options", "only a storage format has options");
}

// Absent, [] and "" are the same to a metric.
bool gives(const Node& object, const std::string& key) {
  const auto node = object.find(key);
  return node && node->text() != "[]" && node->text() != R"("")";
}

// What the metric needs. A key that is there but wrong has been reported as such.
void check_needs(const Node& object, const Claim& claim, const ClaimNeeds& needs,
                 Problems& problems) {
  const auto metric = "(metric \"" + claim.metric + "\" ";
  const auto demand = [&](bool needed, const std::string& key, const std::string& why) {
    if (needed && !gives(object, key)) {
      problems.add(part(claim, '/' + key), "missing " + metric + why + ')');
    }
  };
  demand(needs.layers, "workload", "is measured on layers of one");
  demand(needs.layers, "layers", "is measured on them");
  demand(needs.argument, "argument", "needs the name of a figure or component");
  demand(needs.baseline, "baseline", "compares with its published time");
  if (needs.power && claim.baseline && !object.find("baseline")->find("power_w")) {
    problems.add(part(claim, "/baseline/power_w"), "missing " + metric + "compares with it)");
  }
  demand(needs.of, "of", "is computed from other claims");
  const auto others = object.find("of") ? object.find("of")->elements().size() : 0;
  if (others > 0 && needs.exactly_of > 0 && others != needs.exactly_of) {
    problems.add(part(claim, "/of"), "metric \"" + claim.metric + "\" takes " +
                                         std::to_string(needs.exactly_of) + " ids, not " +
                                         std::to_string(others));
  }
}

// Listed beside the others: something was published, and nothing here can be compared with it.
void check_unavailable(const Node& object, const Claim& claim, Problems& problems) {
  for (const char* key : {"metric", "config", "format", "of", "standing", "tolerance"}) {
    if (const auto node = object.find(key)) {
      problems.add(node->key_place(), "nothing is simulated where \"unavailable\" says why");
    }
  }
  if (claim.unavailable.empty()) {
    problems.add(part(claim, "/unavailable"), "\"\" is not allowed: must be not empty");
  }
}

void read_fields(const Node& object, bool available, Claim& claim, Problems& problems) {
  using config::field;
  const auto demanded = [&](const config::Field& one) { return available ? one : one.optional(); };
  const auto standing =
      config::choice<ClaimStanding>(claim.standing, {{"predicted", ClaimStanding::predicted},
                                                     {"calibrated", ClaimStanding::calibrated},
                                                     {"derived", ClaimStanding::derived}});
  config::read(
      object,
      {field("id", claim.id, "stable name of the claim", "", config::non_empty()),
       demanded(
           field("metric", claim.metric, "what is compared", "", config::one_of(metric_names()))),
       field("config", claim.config, "the design point", "", config::non_empty()).optional(),
       field("format", claim.format, "the storage format", "", config::one_of(format_names()))
           .optional(),
       field("prices", claim.prices, "price list instead of the config's").optional(),
       field("workload", claim.workload, "the workload").optional(),
       field("argument", claim.argument, "figure or component of the metric").optional(),
       field("unit", claim.unit, "of the published value").optional(),
       demanded(field("standing", standing, "what the agreement is worth")),
       field("fitted", claim.fitted, "what a calibrated claim was fitted by").optional(),
       demanded(
           field("tolerance", claim.tolerance, "allowed relative deviation", "", config::above(0))),
       field("source", claim.source, "where it is published", "", config::non_empty()),
       field("note", claim.note, "explanation of a deviation").optional(),
       field("unavailable", claim.unavailable, "why nothing can be compared with it").optional()},
      problems, {"set", "set_workload", "layers", "of", "baseline", "published", "options"});
}

Claim read_claim(const Node& object, Problems& problems) {
  Claim claim;
  claim.place = object.place();
  const bool available = !object.find("unavailable");
  read_fields(object, available, claim, problems);
  const auto* const needs = needs_of(claim.metric);
  if (available) check_subject(object, claim, needs ? needs->subject : Subject::machine, problems);
  if (!available) check_unavailable(object, claim, problems);
  if (const auto options = object.find("options")) {
    config::read(*options, claim.options.fields(), problems);
  }
  claim.settings = read_settings(object, "set", problems);
  claim.workload_settings = read_settings(object, "set_workload", problems);
  claim.layers = read_strings(object, "layers", problems);
  claim.of = read_strings(object, "of", problems);
  claim.baseline = read_baseline(object, problems);
  claim.published = read_published(object, claim, problems);
  if (needs) check_needs(object, claim, *needs, problems);
  claim.machine = claim.id.substr(0, claim.id.find('/'));
  if (claim.standing == ClaimStanding::calibrated && claim.fitted.empty()) {
    problems.add(part(claim, "/fitted"), "missing (a calibrated claim says what was fitted)");
  }
  return claim;
}

// Ids are unique, and claims build on earlier ones only.
void check_ids(const std::vector<Claim>& claims, Problems& problems) {
  std::map<std::string, Place> known;
  for (const auto& claim : claims) {
    const auto [other, is_new] = known.emplace(claim.id, claim.place);
    if (!is_new && !claim.id.empty()) {
      problems.add(part(claim, "/id"),
                   '"' + claim.id + "\" is the id of another claim: " + other->second.pointer);
    }
    for (const auto& id : claim.of) {
      if (id != claim.id && known.contains(id)) continue;
      problems.add(part(claim, "/of"), "no claim before it has the id \"" + id + '"');
    }
  }
}

}  // namespace

const char* name_of(ClaimStanding standing) {
  switch (standing) {
    case ClaimStanding::predicted:
      return "predicted";
    case ClaimStanding::calibrated:
      return "calibrated";
    case ClaimStanding::derived:
      return "derived";
  }
  return "?";
}

const char* standing_of(const Claim& claim) {
  return claim.unavailable.empty() ? name_of(claim.standing) : "-";
}

std::vector<Claim> read_claims(const std::filesystem::path& file) {
  const auto document = config::Document::read(file);
  Problems problems;
  std::vector<Claim> claims;
  std::string title;
  config::read(document.root(), {config::field("title", title, "what the claims are about")},
               problems, {"claims"});
  for (const auto& node : config::list_of(document.root(), "claims", "the claims", problems)) {
    claims.push_back(read_claim(node, problems));
    claims.back().collection = file.stem().string();
  }
  check_ids(claims, problems);
  problems.raise_if_any();
  return claims;
}

}  // namespace sim::explore
