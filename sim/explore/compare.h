// SPDX-License-Identifier: Apache-2.0
// Published against simulated.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/claims.h"
#include "sim/explore/run.h"

namespace sim::explore {

enum class ClaimStatus { pass, miss, unavailable };

const char* name_of(ClaimStatus status);

struct Verdict {
  Claim claim;
  std::optional<double> simulated;  ///< empty if its run failed
  std::string failure;
  ClaimStatus status = ClaimStatus::unavailable;
  /// simulated / published
  std::optional<double> ratio() const;
};

/// How names become machines and workloads; kept by the caller.
struct Library {
  std::function<machine::Setup(const std::string& config, const config::Settings&)> setup;
  std::function<workload::Network(const std::string& workload, const config::Settings&)> network;
};

/// Runs every layer that the claims need once, and judges them in their order.
std::vector<Verdict> compare(const std::vector<Claim>& claims, const Library& library,
                             const RunOptions& options);

}  // namespace sim::explore
