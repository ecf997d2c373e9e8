// SPDX-License-Identifier: Apache-2.0
// What weights take in storage formats, as text, JSON and CSV.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/store.h"

namespace sim::report {

/// Layers of a workload in the same formats.
struct StoredNetwork {
  std::string workload;
  std::string title;
  std::vector<std::string> formats;
  explore::FormatOptions options;
  std::vector<explore::StoreAnswer> layers;

  /// Bits of a layer's weights if every one is stored.
  std::int64_t dense_bits(const explore::StoreAnswer& layer) const;
  /// All layers together, without those that failed; a format that refuses one of them has the
  /// first one's refusal.
  explore::StoreAnswer total() const;
};

std::string to_text(const StoredNetwork& network);
std::string to_json(const StoredNetwork& network);
std::string to_csv(const StoredNetwork& network);

}  // namespace sim::report
