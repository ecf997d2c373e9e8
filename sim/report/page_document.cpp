// SPDX-License-Identifier: Apache-2.0
#include "sim/report/page_document.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/base/nearest.h"
#include "sim/config/document.h"
#include "sim/report/page_shapes.h"

namespace sim::report {
namespace {

using config::Kind;
using config::Node;

constexpr std::int64_t known_version = 1;
const std::vector<std::string> known_kinds = {"run", "sweep", "compare"};

// Which command wrote it; empty, and a problem, if none did whose result has a page.
std::string kind_of(const Node& root, Problems& problems) {
  const auto kind = root.find("nzsim");
  if (!kind) {
    problems.add(root.place(),
                 "is no result of nzsim: write one with run, sweep or compare and --format json");
    return "";
  }
  auto name = kind->kind() == Kind::string ? kind->as_string() : "";
  if (std::find(known_kinds.begin(), known_kinds.end(), name) != known_kinds.end()) return name;
  problems.add(kind->place(), kind->shown() +
                                  " has no page: must be \"run\", \"sweep\" or \"compare\"" +
                                  did_you_mean(name, known_kinds));
  return "";
}

void check_version(const Node& root, Problems& problems) {
  const auto version = root.find("version");
  if (!version) {
    problems.add(root.place(), "has no version: this nzsim reads version 1");
  } else if (version->kind() != Kind::integer || version->as_integer() != known_version) {
    problems.add(version->place(),
                 version->shown() + " cannot be read: this nzsim reads version 1");
  }
}

std::string title_of(const std::string& kind, const Node& root) {
  const auto text = [&](const char* key) { return root.find(key)->as_string(); };
  if (kind == "run") return text("workload") + " on " + text("config") + " - nzsim run";
  if (kind == "sweep") return text("title") + " - nzsim sweep";
  return "Published against simulated - nzsim compare";
}

}  // namespace

PageDocument read_page_document(const std::string& text, const std::string& file) {
  const auto root = config::Document::parse(text, file).root();
  Problems problems;
  const auto kind = kind_of(root, problems);
  if (root.find("nzsim")) check_version(root, problems);
  problems.raise_if_any();
  check_shape(kind, root, problems);
  problems.raise_if_any();
  const auto json = nlohmann::ordered_json::parse(text, nullptr, true, true);
  return {kind, title_of(kind, root), json.dump()};
}

}  // namespace sim::report
