// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/ledger.h"

#include <algorithm>

#include "sim/base/errors.h"

namespace sim::ledger {

std::int64_t& Account::event(const std::string& verb) {
  for (auto& known : events) {
    if (known.verb == verb) return known.count;
  }
  return events.emplace_back(Event{verb}).count;
}

std::int64_t Account::count(const std::string& verb) const {
  for (const auto& known : events) {
    if (known.verb == verb) return known.count;
  }
  return 0;
}

void Ledger::box(const std::string& path, std::int64_t instances) {
  boxes_.emplace_back(path, instances);
}

Account& Ledger::open(const std::string& box, const Component& component) {
  const auto found = std::find_if(boxes_.begin(), boxes_.end(),
                                  [&](const auto& known) { return known.first == box; });
  if (found == boxes_.end()) throw Fault("the ledger knows no box \"" + box + '"');
  return accounts_.emplace_back(Account{box, component.name, component.kind, component.attributes,
                                        found->second * component.per_box});
}

Account& Ledger::open_off_chip(const Component& component) {
  return accounts_.emplace_back(Account{"off_chip", component.name, component.kind,
                                        component.attributes, component.per_box, true});
}

}  // namespace sim::ledger
