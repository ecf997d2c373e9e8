// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iostream>
#include <set>

#include "sim/base/nearest.h"
#include "sim/cli/commands.h"
#include "sim/cli/library.h"
#include "sim/cli/output.h"
#include "sim/cli/progress.h"
#include "sim/explore/compare.h"

namespace sim::cli {
namespace {

using explore::Claim;

std::vector<Claim> all_claims(const DataFolder& data) {
  std::vector<Claim> claims;
  for (const auto& machine : data.claimed_machines()) {
    const auto more = explore::read_claims(data.claims(machine));
    claims.insert(claims.end(), more.begin(), more.end());
  }
  return claims;
}

// "eie", "eie/time_actual", a whole id, or the name of a file of claims.
bool is_meant(const Claim& claim, const std::string& wanted) {
  const auto& id = claim.id;
  return claim.collection == wanted || id == wanted ||
         (id.starts_with(wanted) && id[wanted.size()] == '/');
}

// The ids that a user may name: whole ones, and all their beginnings.
std::vector<std::string> known_names(const std::vector<Claim>& claims) {
  std::set<std::string> names;
  for (const auto& claim : claims) {
    names.insert(claim.collection);
    for (auto end = claim.id.find('/'); end != std::string::npos;
         end = claim.id.find('/', end + 1)) {
      names.insert(claim.id.substr(0, end));
    }
    names.insert(claim.id);
  }
  return {names.begin(), names.end()};
}

std::set<std::string> chosen_ids(const std::vector<Claim>& claims,
                                 const std::vector<std::string>& wanted) {
  std::set<std::string> ids;
  Problems problems;
  for (const auto& name : wanted) {
    bool found = false;
    for (const auto& claim : claims) {
      if (!is_meant(claim, name)) continue;
      ids.insert(claim.id);
      found = true;
    }
    if (!found) {
      problems.add({},
                   "no claim is called \"" + name + '"' + did_you_mean(name, known_names(claims)));
    }
  }
  problems.raise_if_any();
  if (wanted.empty()) {
    for (const auto& claim : claims) ids.insert(claim.id);
  }
  return ids;
}

// The chosen claims and those that they are computed from, which stand before them.
std::vector<Claim> needed(const std::vector<Claim>& claims, std::set<std::string> ids) {
  std::vector<Claim> result;
  for (auto claim = claims.rbegin(); claim != claims.rend(); ++claim) {
    if (!ids.contains(claim->id)) continue;
    ids.insert(claim->of.begin(), claim->of.end());
    result.push_back(*claim);
  }
  std::reverse(result.begin(), result.end());
  return result;
}

ExitCode exit_code(const std::vector<explore::Verdict>& verdicts) {
  bool missed_any = false;
  for (const auto& verdict : verdicts) {
    if (verdict.status == explore::ClaimStatus::miss || !verdict.failure.empty()) missed_any = true;
  }
  return missed_any ? missed : done;
}

}  // namespace

ExitCode compare(const Context& context, const CompareArguments& arguments) {
  const auto claims = all_claims(context.data);
  const auto chosen = chosen_ids(claims, arguments.claims);
  const auto library = library_of(context);
  const auto store = known_answers(arguments.again);
  explore::RunOptions options;
  options.store = store.get();
  options.jobs = worker_count(arguments.jobs);
  options.progress = progress_line(context.progress, "layers");
  auto verdicts = explore::compare(needed(claims, chosen), library, options);
  std::erase_if(verdicts, [&](const auto& v) { return !chosen.contains(v.claim.id); });
  print(context, arguments.format, verdicts);
  return exit_code(verdicts);
}

}  // namespace sim::cli
