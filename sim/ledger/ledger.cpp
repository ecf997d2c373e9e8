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

bool Ledger::has_box(const std::string& path) const {
  return std::any_of(boxes_.begin(), boxes_.end(),
                     [&](const auto& known) { return known.first == path; });
}

void Ledger::box(const std::string& path, std::int64_t instances) {
  if (has_box(path)) throw Fault("the ledger has a box \"" + path + "\" already");
  boxes_.emplace_back(path, instances);
}

Account& Ledger::open(const std::string& box, const Component& component) {
  const auto found = std::find_if(boxes_.begin(), boxes_.end(),
                                  [&](const auto& known) { return known.first == box; });
  if (found == boxes_.end()) throw Fault("the ledger knows no box \"" + box + '"');
  return add({box, component.name, component.kind, component.attributes,
              found->second * component.per_box});
}

Account& Ledger::open_off_chip(const Component& component) {
  return add(
      {"off_chip", component.name, component.kind, component.attributes, component.per_box, true});
}

Account& Ledger::add(Account account) {
  const auto path = account.path();
  for (const auto& known : accounts_) {
    if (known.path() == path) throw Fault("the ledger has an account " + path + " already");
  }
  return accounts_.emplace_back(std::move(account));
}

}  // namespace sim::ledger
