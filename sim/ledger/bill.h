// SPDX-License-Identifier: Apache-2.0
// The only place where a count meets a joule.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/units.h"
#include "sim/ledger/ledger.h"
#include "sim/ledger/price_list.h"

namespace sim::ledger {

/// What one component, or one box that is priced as a whole, used.
struct BillLine {
  std::string path;
  std::int64_t instances = 0;
  Energy energy{};
  Area area{};
  Standing standing = Standing::assumed;
  bool off_chip = false;
};

/// Shares of a total that rest on published, derived and assumed prices; they sum to 1, or are all
/// 0 if the total is.
using Shares = std::array<double, 3>;

struct Bill {
  std::string prices;  ///< name of the price list
  std::vector<BillLine> lines;

  Energy on_chip() const;
  Energy off_chip() const;
  Area area() const;             ///< of the chip
  Shares energy_shares() const;  ///< of the energy on the chip
  Shares area_shares() const;    ///< of the area of the chip
};

/// Prices everything in the ledger for a run of the given time on a clock of the given period.
/// UserError that names everything without a price at once:
/// - A component needs an area, and an energy for each verb that it has a counter for, even if that
///   counts 0: it is the price list that is incomplete, whatever happened in this run.
/// - A box that is priced as a whole needs an area and a power; its components then need nothing.
/// - No leakage means none, and a box without components that has no price costs nothing.
/// Fault if the time is negative or the period not positive.
Bill settle(const Ledger& ledger, const PriceList& prices, Time time, Time period);

}  // namespace sim::ledger
