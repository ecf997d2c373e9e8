// SPDX-License-Identifier: Apache-2.0
// What layers' weights take in storage formats, one worker for each layer.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/explore/formats.h"
#include "sim/explore/run.h"
#include "sim/workload/network.h"

namespace sim::explore {

/// A format with its options.
struct FormatChoice {
  const FormatEntry* format = nullptr;
  FormatOptions options;
};

/// One layer in some formats. The network outlives the request.
struct StoreRequest {
  const workload::Network* network = nullptr;
  std::size_t layer = 0;
  std::vector<FormatChoice> formats;
};

/// In the order of the request's formats, or a failure.
struct StoreAnswer {
  std::string layer;
  std::int64_t elements = 0;
  std::int64_t nonzeros = 0;
  int value_bits = 0;  ///< of a weight as the workload has it
  std::vector<Storage> formats;
  std::string failure;  ///< why there are no formats
  bool users_mistake = false;
};

/// The answers in the order of the requests, whatever the number of jobs.
std::vector<StoreAnswer> store_layers(const std::vector<StoreRequest>& requests,
                                      const RunOptions& options);

}  // namespace sim::explore
