// SPDX-License-Identifier: Apache-2.0
// Reads a price list from JSON:
//
//   {
//     "title": "what it is", "node_nm": 45,
//     "clock_mhz": 800,                          needed if there is a power_mw
//     "components": {
//       "sram": {                                by kind
//         "read_pj": PRICE, "write_pj": PRICE,   energy per event: the verb and _pj
//         "area_um2": PRICE, "leakage_mw": PRICE,
//         "standing": "published" | "derived" | "assumed", "source": "where it stands"
//       }
//     },
//     "boxes": {
//       "processing_element/queue": {            by path; no box inside another
//         "area_um2": 758, "power_mw": 0.112, "leakage_mw": 0,
//         "standing": ..., "source": ...
//       }
//     }
//   }
//
// A PRICE is a number, at least 0, or
//   {"attribute": "bits", "coefficients": [c0, c1, ...], "times": ["entries"]}
//   {"table": "sram.csv", "node_nm": 45, "device": "itrs-lstp", "column": "area_mm2", "scale": 1e6}
// where "times" and "scale" may be left out, the table's path is relative to the price list, and
// the column is read_pj, write_pj, leak_mw or area_mm2. A box has no attributes, hence only
// numbers.
#pragma once

#include <filesystem>

#include "sim/ledger/price_list.h"

namespace sim::ledger {

/// The price list, named after the file without its extension. UserError with every problem.
PriceList read_prices(const std::filesystem::path& file);

}  // namespace sim::ledger
