// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/price_list.h"

namespace sim::ledger {

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

const std::pair<const std::string, Price>* PriceList::box_around(std::string path) const {
  while (!path.empty()) {
    const auto found = boxes.find(path);
    if (found != boxes.end()) return &*found;
    const auto slash = path.rfind('/');
    path.resize(slash == std::string::npos ? 0 : slash);
  }
  return nullptr;
}

}  // namespace sim::ledger
