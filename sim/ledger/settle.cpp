// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "sim/base/errors.h"
#include "sim/base/nearest.h"
#include "sim/ledger/bill.h"

namespace sim::ledger {
namespace {

std::string did_you_mean_key(const std::string& key, const auto& map) {
  std::vector<std::string> keys;
  for (const auto& entry : map) keys.push_back(entry.first);
  return did_you_mean(key, keys);
}

class Clerk {
 public:
  Clerk(const Ledger& ledger, const PriceList& prices, Time time, Time period)
      : ledger_(ledger),
        prices_(prices),
        time_(to_duration(time)),
        cycles_(to_duration(time) / to_duration(period)) {
    bill_.prices = prices.name;
  }

  void enter_box(const std::string& path, std::int64_t instances) {
    const auto found = prices_.boxes.find(path);
    if (found == prices_.boxes.end()) return;
    const auto& price = found->second;
    const Account box{.box = path, .kind = "the box", .instances = instances};
    const auto about = " (box " + path + ')';
    if (!price.power_mw) miss("no power for " + box.kind, about);
    bill_.lines.push_back(line_of(path, price, box, about));
  }

  void enter(const Account& account) {
    const auto about = " (component " + account.path() + ')';
    if (is_in_priced_box(account)) return;
    const auto found = prices_.components.find(account.kind);
    if (found == prices_.components.end()) {
      const auto hint = did_you_mean_key(account.kind, prices_.components);
      return miss("no price for " + account.kind + hint, about);
    }
    const auto& price = found->second;
    auto line = line_of(account.path(), price, account, about);
    for (const auto& event : account.events) {
      const auto verb = price.energy_pj.find(event.verb);
      if (verb == price.energy_pj.end()) {
        const auto hint = did_you_mean_key(event.verb, price.energy_pj);
        miss("no energy for \"" + event.verb + "\" of " + account.kind + hint, about);
      } else {
        const auto each = picojoules(price_of(verb->second, account, about));
        line.energy += static_cast<double>(event.count) * each;
      }
    }
    bill_.lines.push_back(std::move(line));
  }

  Bill close() {
    missing_.raise_if_any();
    return std::move(bill_);
  }

 private:
  // Such a component is paid with its box, which must therefore be on the bill.
  bool is_in_priced_box(const Account& account) {
    if (account.off_chip) return false;
    const auto* box = prices_.box_around(account.path());
    if (box == nullptr) return false;
    if (!ledger_.has_box(box->first)) miss("the machine has no such box", " (" + box->first + ')');
    return true;
  }

  // With everything but the events.
  BillLine line_of(const std::string& path, const Price& price, const Account& account,
                   const std::string& about) {
    BillLine line{path, account.instances, {}, {}, price.standing, account.off_chip};
    const auto n = static_cast<double>(account.instances);
    if (price.area_um2) {
      line.area = n * square_micrometres(price_of(*price.area_um2, account, about));
    } else {
      miss("no area for " + account.kind, about);
    }
    if (price.leakage_mw) {
      line.energy += n * milliwatts(price_of(*price.leakage_mw, account, about)) * time_;
    }
    if (price.power_mw) {
      if (prices_.clock_mhz <= 0) throw Fault("price list " + prices_.name + " lacks its clock");
      const auto cycle = 1e-6 / prices_.clock_mhz * boost::units::si::seconds;
      line.energy += n * cycles_ * milliwatts(price_of(*price.power_mw, account, about)) * cycle;
    }
    return line;
  }

  double price_of(const Law& law, const Account& account, const std::string& about) {
    try {
      return law.price(account);
    } catch (const UserError& error) {
      for (const auto& problem : error.problems()) miss(problem.text, about);
      return 0;
    }
  }

  // What several prices of a component lack is told once.
  void miss(const std::string& what, const std::string& about) {
    const auto text = what + about;
    const auto& found = missing_.found();
    if (std::any_of(found.begin(), found.end(), [&](const auto& p) { return p.text == text; })) {
      return;
    }
    missing_.add({prices_.name}, text);
  }

  const Ledger& ledger_;
  const PriceList& prices_;
  Duration time_;
  double cycles_;
  Bill bill_;
  Problems missing_;
};

}  // namespace

Bill settle(const Ledger& ledger, const PriceList& prices, Time time, Time period) {
  if (time < Time{0} || period <= Time{0}) throw Fault("a bill needs a time and a clock");
  Clerk clerk(ledger, prices, time, period);
  for (const auto& [path, instances] : ledger.boxes()) clerk.enter_box(path, instances);
  for (const auto& account : ledger.accounts()) clerk.enter(account);
  return clerk.close();
}

}  // namespace sim::ledger
