// SPDX-License-Identifier: Apache-2.0
// What components cost: energy per event, leakage, area. Every entry has a source and a standing.
// A whole box may have a price instead of its components: its area, and the power that it draws
// while the machine runs, at a stated clock. At another clock its energy per cycle stays the same.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/ledger/law.h"

namespace sim::ledger {

/// published: printed in the source. derived: arithmetic on published figures. assumed: our choice.
enum class Standing { published, derived, assumed };

const char* name_of(Standing standing);

struct Price {
  std::map<std::string, Law> energy_pj;  ///< by verb
  std::optional<Law> area_um2;           ///< of one instance
  std::optional<Law> leakage_mw;         ///< of one instance, all the time
  std::optional<Law> power_mw;           ///< of one instance, while it runs at the list's clock
  std::string source;
  Standing standing = Standing::assumed;
};

struct PriceList {
  std::string name;
  std::string title;
  double node_nm = 0;
  double clock_mhz = 0;                      ///< for power_mw; 0 if no price has one
  std::map<std::string, Price> components;   ///< by kind
  std::map<std::string, Price> boxes;        ///< by path; none inside another
  std::vector<std::filesystem::path> files;  ///< that it was read from, its tables included

  /// The priced box at this path or around it, with its own path; null if there is none.
  const std::pair<const std::string, Price>* box_around(std::string path) const;
};

}  // namespace sim::ledger
