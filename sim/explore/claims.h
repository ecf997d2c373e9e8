// SPDX-License-Identifier: Apache-2.0
// What the papers published, as data: each claim says how to simulate the same thing.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/settings.h"
#include "sim/explore/formats.h"
#include "sim/explore/measure.h"

namespace sim::explore {

/// predicted: nothing was fitted to it. calibrated: `fitted` says what was. derived: the published
/// value is arithmetic on published figures, or the model contains figures of the same source.
enum class ClaimStanding { predicted, calibrated, derived };

const char* name_of(ClaimStanding standing);

struct Claim : Measure {
  std::string id;          ///< stable: "eie/time_actual/alex-6"
  std::string machine;     ///< first part of the id
  std::string collection;  ///< name of its file
  std::string config;      ///< of a machine; or
  std::string
      format;  ///< a storage format: no machine is needed; or neither, for arithmetic on others
  FormatOptions options;      ///< of the format
  config::Settings settings;  ///< of the config
  std::string prices;         ///< empty: the config's own
  std::string workload;
  config::Settings workload_settings;
  std::vector<std::string> layers;  ///< run or stored, and summed; empty: none is needed
  std::vector<std::string> of;      ///< ids of other claims, for geomean and quotient
  std::optional<double> published;  ///< empty: the source prints no value
  std::string unit;
  ClaimStanding standing = ClaimStanding::predicted;
  std::string fitted;
  double tolerance = 0;  ///< allowed |simulated / published - 1|
  std::string source;
  std::string note;         ///< why it misses, if it does
  std::string unavailable;  ///< why nothing can be simulated to compare it with; then no metric
};

/// Of what a claim's agreement is worth; "-" where nothing is compared.
const char* standing_of(const Claim& claim);

/// Reads configs/published/<machine>.json. UserError with every problem.
std::vector<Claim> read_claims(const std::filesystem::path& file);

}  // namespace sim::explore
