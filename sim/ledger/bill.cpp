// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/bill.h"

#include <algorithm>

namespace sim::ledger {
namespace {

template <class Quantity, class Part>
Shares shares_of(const std::vector<BillLine>& lines, Part part) {
  Shares shares{};
  Quantity total{};
  for (const auto& line : lines) {
    if (line.off_chip) continue;
    shares[static_cast<std::size_t>(line.standing)] += part(line).value();
    total += part(line);
  }
  for (auto& share : shares) share = total.value() > 0 ? share / total.value() : 0;
  return shares;
}

class Clerk {
 public:
  Clerk(const PriceList& prices, Time time, Time period)
      : prices_(prices),
        time_(to_duration(time)),
        cycles_(to_duration(time) / to_duration(period)) {
    bill_.prices = prices.name;
  }

  void enter(const Account& account) {
    std::string box;
    if (prices_.box_price(account.path(), box)) return;  // entered with the boxes
    const auto found = prices_.components.find(account.kind);
    if (found == prices_.components.end()) return miss(account, "no price for " + account.kind);
    const auto& price = found->second;
    BillLine line{account.path(), account.instances, {}, {}, price.standing, account.off_chip};
    for (const auto& event : account.events) {
      const auto verb = price.energy_pj.find(event.verb);
      if (verb == price.energy_pj.end()) {
        miss(account, "no energy for \"" + event.verb + "\" of " + account.kind);
      } else {
        line.energy += static_cast<double>(event.count) * picojoules(verb->second.price(account));
      }
    }
    add_static(line, price, account);
    if (!price.area_um2) return miss(account, "no area for " + account.kind);
    bill_.lines.push_back(line);
  }

  void enter(const std::string& path, std::int64_t instances) {
    const auto found = prices_.boxes.find(path);
    if (found == prices_.boxes.end()) return;
    Account box;
    box.box = path;
    box.kind = path;
    BillLine line{path, instances, {}, {}, found->second.standing, false};
    add_static(line, found->second, box);
    bill_.lines.push_back(line);
  }

  Bill close() {
    missing_.raise_if_any();
    return std::move(bill_);
  }

 private:
  void add_static(BillLine& line, const Price& price, const Account& account) const {
    const auto n = static_cast<double>(line.instances);
    if (price.area_um2) line.area = n * square_micrometres(price.area_um2->price(account));
    if (price.leakage_mw) line.energy += n * milliwatts(price.leakage_mw->price(account)) * time_;
    if (price.power_mw) {
      const auto cycle = 1e-6 / prices_.clock_mhz * boost::units::si::seconds;
      line.energy += n * cycles_ * milliwatts(price.power_mw->price(account)) * cycle;
    }
  }
  void miss(const Account& account, const std::string& what) {
    missing_.add({prices_.name, 0, 0, ""}, what + " (component " + account.path() + ")");
  }

  const PriceList& prices_;
  Duration time_;
  double cycles_;
  Bill bill_;
  Problems missing_;
};

}  // namespace

const char* name_of(Standing standing) {
  switch (standing) {
    case Standing::published:
      return "published";
    case Standing::derived:
      return "derived";
    case Standing::assumed:
      return "assumed";
  }
  return "?";
}

const Price* PriceList::box_price(const std::string& path, std::string& box) const {
  for (box = path; !box.empty();) {
    const auto found = boxes.find(box);
    if (found != boxes.end()) return &found->second;
    const auto slash = box.rfind('/');
    box.resize(slash == std::string::npos ? 0 : slash);
  }
  return nullptr;
}

Energy Bill::on_chip() const {
  Energy sum{};
  for (const auto& line : lines) {
    if (!line.off_chip) sum += line.energy;
  }
  return sum;
}

Energy Bill::off_chip() const {
  Energy sum{};
  for (const auto& line : lines) {
    if (line.off_chip) sum += line.energy;
  }
  return sum;
}

Area Bill::area() const {
  Area sum{};
  for (const auto& line : lines) {
    if (!line.off_chip) sum += line.area;
  }
  return sum;
}

Shares Bill::energy_shares() const {
  return shares_of<Energy>(lines, [](const BillLine& line) { return line.energy; });
}

Shares Bill::area_shares() const {
  return shares_of<Area>(lines, [](const BillLine& line) { return line.area; });
}

Bill settle(const Ledger& ledger, const PriceList& prices, Time time, Time period) {
  Clerk clerk(prices, time, period);
  for (const auto& [path, instances] : ledger.boxes()) clerk.enter(path, instances);
  for (const auto& account : ledger.accounts()) clerk.enter(account);
  return clerk.close();
}

}  // namespace sim::ledger
