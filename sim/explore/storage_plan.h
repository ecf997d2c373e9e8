// SPDX-License-Identifier: Apache-2.0
// What has to be stored for several questions: every layer is made once, and stored once in each
// format with each set of options.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/explore/store.h"

namespace sim::explore {

class StoragePlan {
 public:
  /// Wants a layer in a format; the same again costs nothing.
  void want(const workload::Network& network, std::size_t layer, const FormatChoice& choice);
  void run(const RunOptions& options) { answers_ = store_layers(requests_, options); }

  /// About a layer that was wanted in this format.
  struct Answer {
    const StoreAnswer& layer;
    const Storage* storage;  ///< nullptr if the layer failed
  };
  Answer answer(const workload::Network& network, std::size_t layer,
                const FormatChoice& choice) const;

 private:
  std::size_t request_of(const workload::Network& network, std::size_t layer) const;

  std::vector<StoreRequest> requests_;
  std::vector<StoreAnswer> answers_;
};

}  // namespace sim::explore
