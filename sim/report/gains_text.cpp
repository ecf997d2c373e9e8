// SPDX-License-Identifier: Apache-2.0
#include "sim/report/gains_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "sim/report/numbers.h"
#include "sim/report/table.h"

namespace sim::report {
namespace {

using machine::ChangeResult;
using machine::GainResult;
using enum Table::Align;

constexpr double least = 0.0005;  // what is shown as 0.1 %

double gain_of(const std::optional<ChangeResult>& change) { return change ? change->gain : 0; }

bool gains_something(const GainResult& gain) {
  return std::max(gain_of(gain.change), gain_of(gain.most)) >= least;
}

// A JSON text as a person writes it.
std::string shown(const std::string& json) {
  return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
}

std::string value_of(const std::optional<ChangeResult>& change) {
  return change && change->gain >= least ? shown(change->value) : "";
}

std::string share_of(const std::optional<ChangeResult>& change) {
  if (!change) return "";
  return change->gain >= least ? percent(change->gain) : "nothing";
}

}  // namespace

std::string gains_text(const std::vector<GainResult>& gains) {
  Table table({{"parameter"},
               {"now", right},
               {"changed to", right},
               {"saves", right},
               {"at its end", right},
               {"at most", right}});
  std::string others;
  for (const auto& gain : gains) {
    if (!gains_something(gain)) {
      others += (others.empty() ? "" : ", ") + gain.key;
      continue;
    }
    table.add({gain.key, shown(gain.now), value_of(gain.change), share_of(gain.change),
               value_of(gain.most), share_of(gain.most)});
  }
  auto text = table.text();
  if (!others.empty()) text += "nothing is saved by another value of: " + others + '\n';
  return text;
}

}  // namespace sim::report
