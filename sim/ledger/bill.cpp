// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/bill.h"

namespace sim::ledger {
namespace {

template <class Quantity>
Quantity sum_of(const std::vector<BillLine>& lines, Quantity BillLine::*part, bool off_chip) {
  Quantity sum{};
  for (const auto& line : lines) {
    if (line.off_chip == off_chip) sum += line.*part;
  }
  return sum;
}

template <class Quantity>
Shares shares_of(const std::vector<BillLine>& lines, Quantity BillLine::*part) {
  const auto total = sum_of(lines, part, false).value();
  Shares shares{};
  for (const auto& line : lines) {
    if (!line.off_chip) shares[static_cast<std::size_t>(line.standing)] += (line.*part).value();
  }
  for (auto& share : shares) share = total > 0 ? share / total : 0;
  return shares;
}

}  // namespace

Energy Bill::on_chip() const { return sum_of(lines, &BillLine::energy, false); }

Energy Bill::off_chip() const { return sum_of(lines, &BillLine::energy, true); }

Area Bill::area() const { return sum_of(lines, &BillLine::area, false); }

Shares Bill::energy_shares() const { return shares_of(lines, &BillLine::energy); }

Shares Bill::area_shares() const { return shares_of(lines, &BillLine::area); }

}  // namespace sim::ledger
